import { codeOf } from '#monitoring/errors.ts';
import type { CompletionRecord, CompletionResult, DecidedCandidate, Decision } from '../contract.ts';
import type { Call } from './call.ts';
import type { Member } from './pool.ts';

/** How a call ended: answered, with an error, or because whoever read the stream stopped. */
export type Outcome = Settled | { readonly left: true };

export type Settled = { readonly answer: Answer } | { readonly error: unknown };

export interface Answer {
  readonly provider: string;
  readonly model: string;
  readonly result: CompletionResult;
}

/** The account of one call at its end. */
export function recordOf(call: Call, outcome: Outcome): CompletionRecord {
  const { account, request, time } = call;
  const totalMs = time.now() - call.startedAt;
  return {
    ...askedOf(call, outcome),
    ...endOf(call, outcome),
    ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
    costUsd: account.costUsd(),
    ...account.answerCosts,
    latencyMs: Math.round(totalMs),
    attempts: account.attempts,
    warnings: [...account.warnings, ...('answer' in outcome ? outcome.answer.result.warnings : [])],
    decision: decisionOf(call, totalMs),
  };
}

function decisionOf({ chosen, choice, notes, others }: Call, totalMs: number): Decision {
  const { unaffordable, hedged, cache, savedUsd, timeToFirstPartMs } = notes;
  return {
    policy: { name: chosen.name, layer: chosen.layer },
    candidates:
      unaffordable.length === 0 ? choice.decided : choice.decided.map((each) => priced(each, unaffordable)),
    cache,
    ...(savedUsd === undefined ? {} : { savedUsd }),
    ...(timeToFirstPartMs === undefined ? {} : { timeToFirstPartMs }),
    ...(hedged ? { hedged } : {}),
    overheadMs: Math.round(1_000 * Math.max(0, totalMs - others.coveredMs())) / 1_000,
  };
}

const priced = (candidate: DecidedCandidate, unaffordable: readonly string[]): DecidedCandidate =>
  !candidate.refused && unaffordable.includes(`${candidate.provider}/${candidate.model}`)
    ? {
        ...candidate,
        refused: { code: 'money', reason: 'its worst case did not fit the money that was left' },
      }
    : candidate;

/** Who answered; else who was asked last, or would have been asked first. */
function askedOf({ account, choice }: Call, outcome: Outcome): Pick<CompletionRecord, 'provider' | 'model'> {
  if ('answer' in outcome) return { provider: outcome.answer.provider, model: outcome.answer.model };
  const asked = account.attempts.at(-1) ?? choice.decided[0];
  return { provider: asked?.provider ?? 'none', model: asked?.model ?? 'none' };
}

function endOf({ signal }: Call, outcome: Outcome): Pick<CompletionRecord, 'outcome' | 'code' | 'usage'> {
  if ('answer' in outcome) return { outcome: 'answered', usage: outcome.answer.result.usage };
  const cancelled = 'left' in outcome || (signal.aborted && outcome.error === signal.reason);
  if (cancelled) return { outcome: 'cancelled', usage: undefined };
  return { outcome: 'failed', code: codeOf(outcome.error), usage: undefined };
}

/** The answer of whoever was asked, with what has to be said of a model that AMAS does not know. */
export function answerOf(member: Member, result: CompletionResult): Answer {
  const { provider, model } = member.candidate;
  const { listed, price } = member.facts();
  const named = { provider: provider.id, model };
  if (listed) return { ...named, result };
  const known = price ? `its price is taken from ${price.source}` : 'its price is unknown';
  const unlisted = `AMAS does not know the model ${model} of ${provider.id}: ${known}, and its limits are assumed.`;
  return { ...named, result: { ...result, warnings: [...result.warnings, unlisted] } };
}
