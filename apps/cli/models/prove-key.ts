import type { Clock } from '#monitoring/clock.ts';
import { AmasError, publicMessageOf } from '#monitoring/errors.ts';
import { nearNames } from '#monitoring/near-names.ts';
import type { KeyProof } from '#providers/contract.ts';
import type { Candidate } from '#providers/router/candidate.ts';

/** What the vendor said to one key, in one line. */
export interface KeyReport {
  readonly provider: string;
  /** `away`: it may be right, but nobody answered, or not now. */
  readonly status: 'works' | 'doubtful' | 'away' | 'fails';
  /** What was found, and what to do where something is wrong. */
  readonly sentence: string;
  /** What the vendor lists for the key, where it lists its models. */
  readonly models: readonly string[];
}

const limitMs = 10_000;
/** Models that think before they answer want room for it. */
const shortestAnswer = { messages: [{ role: 'user', content: 'Say OK.' }], maxOutputTokens: 64 } as const;

/** Asks the vendor whether the key works: for free where it can be asked so, else for an answer of a word. */
export async function proveKey(candidate: Candidate, clock: Clock, signal: AbortSignal): Promise<KeyReport> {
  const { provider, manifest } = candidate;
  const limit = new AbortController();
  const leave = () => limit.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const timer = new AbortController();
  const late = new Error('no answer in time');
  clock.sleep(limitMs, timer.signal).then(
    () => limit.abort(late),
    () => undefined,
  );
  try {
    const proof = await (provider.check ? provider.check(limit.signal) : askShortly(candidate, limit.signal));
    return reportOf(candidate, proof);
  } catch (error) {
    signal.throwIfAborted();
    if (error === late) {
      const sentence = `${manifest.title} did not answer within ${limitMs / 1_000} s. Check the network and the base URL.`;
      return { provider: provider.id, status: 'away', sentence, models: [] };
    }
    const status = error instanceof AmasError && error.retry !== 'never' ? 'away' : 'fails';
    return { provider: provider.id, status, sentence: publicMessageOf(error), models: [] };
  } finally {
    timer.abort();
    signal.removeEventListener('abort', leave);
  }
}

async function askShortly({ provider, model }: Candidate, signal: AbortSignal): Promise<KeyProof> {
  await provider.complete(shortestAnswer, { model, signal });
  return {};
}

function reportOf({ provider, manifest, model, key }: Candidate, { models = [] }: KeyProof): KeyReport {
  const name = `${manifest.title}${key === undefined ? '' : ` (${key})`}`;
  const how = provider.check ? '' : ', as one short answer shows: the vendor has no free call';
  const asked = isPlaceholder(manifest.id, model) ? (models[0] ?? model) : model;
  const works = `The key of ${name} works${how}; it asks ${asked}`;
  if (models.length === 0 || models.includes(asked)) {
    return { provider: provider.id, status: 'works', sentence: works, models };
  }
  const near = nearNames(asked, models)[0];
  const sentence = `The key of ${name} works, but the vendor does not list ${asked} for it.${near === undefined ? '' : ` Did you mean ${near}?`}`;
  return { provider: provider.id, status: 'doubtful', sentence, models };
}

/** A server of one's own is asked for the first of its models unless one is named. */
const isPlaceholder = (provider: string, model: string): boolean =>
  provider === 'local' && model === 'default';
