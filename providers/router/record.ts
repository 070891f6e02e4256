import { codeOf } from '#monitoring/errors.ts';
import type { CompletionRecord, CompletionResult, DecidedCandidate } from '../contract.ts';
import type { Call, Try } from './call.ts';
import type { Candidate } from './candidate.ts';

/** How a call ended: answered, with an error, or because whoever read the stream stopped. */
export type Outcome = Settled | { readonly left: true };

export type Settled =
  | { readonly answer: Pick<Try, 'candidate' | 'facts'> & { readonly result: CompletionResult } }
  | { readonly error: unknown };

/** The account of one call at its end. */
export function recordOf(call: Call, outcome: Outcome): CompletionRecord {
  const { account, request, clock } = call;
  const latencyMs = clock.now() - call.startedAt;
  return {
    ...askedOf(call, outcome),
    ...endOf(call, outcome),
    ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
    costUsd: account.costUsd(),
    ...account.answerCosts,
    latencyMs,
    attempts: account.attempts,
    warnings: [...account.warnings, ...warningsOf(outcome)],
    decision: {
      policy: { name: 'order', layer: 'default' },
      candidates: call.candidates.map(decided),
      cache: 'off',
      overheadMs: Math.max(0, latencyMs - account.attempts.reduce((sum, each) => sum + each.latencyMs, 0)),
    },
  };
}

const decided = ({ provider, model, key }: Candidate): DecidedCandidate => ({
  provider: provider.id,
  model,
  ...(key === undefined ? {} : { key }),
});

/** Who answered; else who was asked last, or would have been asked first. */
function askedOf(
  { account, candidates }: Call,
  outcome: Outcome,
): Pick<CompletionRecord, 'provider' | 'model'> {
  const last = account.attempts.at(-1);
  if (last) return { provider: last.provider, model: last.model };
  const candidate = 'answer' in outcome ? outcome.answer.candidate : candidates[0];
  return { provider: candidate?.provider.id ?? 'none', model: candidate?.model ?? 'none' };
}

function endOf({ signal }: Call, outcome: Outcome): Pick<CompletionRecord, 'outcome' | 'code' | 'usage'> {
  if ('answer' in outcome) return { outcome: 'answered', usage: outcome.answer.result.usage };
  const cancelled = 'left' in outcome || (signal.aborted && outcome.error === signal.reason);
  if (cancelled) return { outcome: 'cancelled', usage: undefined };
  return { outcome: 'failed', code: codeOf(outcome.error), usage: undefined };
}

function warningsOf(outcome: Outcome): readonly string[] {
  if (!('answer' in outcome)) return [];
  const { candidate, facts, result } = outcome.answer;
  if (facts.listed) return result.warnings;
  const price = facts.price ? `its price is taken from ${facts.price.source}` : 'its price is unknown';
  const unlisted = `AMAS does not know the model ${candidate.model} of ${candidate.provider.id}: ${price}, and its limits are assumed.`;
  return [...result.warnings, unlisted];
}
