import type { CompletionRecord, DecidedCandidate } from '#providers/contract.ts';
import { dollars } from '../output/dollars.ts';
import { duration } from '../output/times.ts';

/** Who answered, after whom, with how many tokens, for how much, and how fast: one quiet line. */
export function routeLine(record: CompletionRecord): string {
  const { provider, model, usage, costUsd, latencyMs, attempts, decision } = record;
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  const input = usage && usage.inputUncached + usage.cacheRead + usage.cacheWrite;
  return [
    `${provider}/${model}`,
    ...failed.map((attempt) => `after ${attempt.provider}/${attempt.model} (${reasonOf(attempt.code)})`),
    usage ? `${input} tokens in, ${usage.output} out` : 'tokens unknown',
    costUsd === undefined ? 'cost unknown' : dollars(costUsd) || '$0',
    duration(latencyMs),
    ...(decision.cache === 'hit' || decision.cache === 'joined' ? ['from the cache'] : []),
  ].join(' · ');
}

/** What was tried, and who was left out: for whoever wants to know why. */
export function explanation({ decision, attempts }: CompletionRecord): string[] {
  const { policy, candidates, timeToFirstPartMs, overheadMs } = decision;
  return [
    `policy ${policy.name}, set by ${policy.layer}`,
    ...candidates.map(candidateLine),
    ...attempts.map(
      ({ provider, model, outcome, code, startedMs, latencyMs }) =>
        `asked ${provider}/${model} at ${duration(startedMs)}: ${outcome}${code === undefined ? '' : ` (${reasonOf(code)})`} within ${duration(latencyMs)}`,
    ),
    `first part after ${timeToFirstPartMs === undefined ? 'an unknown time' : duration(timeToFirstPartMs)}, ${overheadMs.toFixed(1)} ms of it all the router's own`,
  ];
}

function candidateLine({ provider, model, key, score, refused }: DecidedCandidate): string {
  const name = `${provider}/${model}${key === undefined ? '' : ` ${key}`}`;
  if (refused) return `not ${name}: ${refused.reason}`;
  return `candidate ${name}${score === undefined ? '' : `, score ${score.toPrecision(3)}`}`;
}

/** `providers.rate_limited` → `rate limited`. */
const reasonOf = (code = 'unknown'): string => code.replace(/^\w+\./, '').replaceAll('_', ' ');
