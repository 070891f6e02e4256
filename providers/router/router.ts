import type { Clock } from '#monitoring/clock.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRecord, CompletionRequest, Model } from '../contract.ts';
import { createAccount, type Account } from './account.ts';
import { answerCall, type Answer } from './call.ts';
import { tokenRateOf, type Candidate } from './candidate.ts';
import { createLedger } from './ledger.ts';
import { createOutOfUse } from './out-of-use.ts';

/** Whose call it is. */
export interface CallScope {
  readonly taskId: string;
  readonly runId: string;
  readonly agent: string;
  readonly organizationId: string;
}

export type OnRecord = (record: CompletionRecord, scope: CallScope) => void | Promise<void>;

export interface RouterOptions {
  /** In the order in which they are asked. */
  readonly candidates: readonly Candidate[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Called exactly once for each call, whatever became of it, before the call ends. */
  readonly onRecord?: OnRecord;
}

/** What all calls of one run share. */
export interface Binding extends CallScope {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly maxCostUsd: number;
  /** What was spent against that limit before. */
  readonly spentUsd: number;
  /** Called beside the router's own. */
  readonly onRecord?: OnRecord;
}

export interface Router {
  bind(binding: Binding): Model;
}

type Outcome = { readonly answer: Answer } | { readonly error: unknown };

/** Asks models in order, inside one deadline and one cost limit for each binding. */
export function createRouter({ candidates, clock, log, onRecord }: RouterOptions): Router {
  const outOfUse = createOutOfUse(log);

  const outcomeOf = async (
    request: CompletionRequest,
    signal: AbortSignal,
    { deadline, account }: { readonly deadline: number; readonly account: Account },
  ): Promise<Outcome> => {
    try {
      signal.throwIfAborted();
      return {
        answer: await answerCall({ request, candidates, signal, deadline, clock, account, outOfUse }),
      };
    } catch (error) {
      return { error };
    }
  };

  /** An answer that was paid for is not lost because its record could not be kept; the log holds all of it. */
  const keep = async (record: CompletionRecord, { onRecord: onRecordOfBinding, ...binding }: Binding) => {
    const { taskId, runId, agent, organizationId } = binding;
    const scope: CallScope = { taskId, runId, agent, organizationId };
    log.info({ ...scope, ...record }, 'model called');
    try {
      await onRecord?.(record, scope);
      await onRecordOfBinding?.(record, scope);
    } catch (error) {
      log.error({ ...scope, ...record, err: error }, 'completion record not kept');
    }
  };

  const bind = (binding: Binding): Model => {
    const ledger = createLedger(binding.maxCostUsd, binding.spentUsd);
    return {
      ...(candidates.length === 0 ? {} : { tokens: tokenRateOf(candidates) }),
      async complete(request, signal) {
        const account = createAccount(ledger);
        const startedAt = clock.now();
        const outcome = await outcomeOf(request, signal, { deadline: binding.deadline, account });
        const record: CompletionRecord = {
          ...askedOf(outcome, account, candidates),
          ...endOf(outcome, signal),
          ...(request.prompt === undefined ? {} : { prompt: request.prompt }),
          costUsd: account.costUsd(),
          latencyMs: clock.now() - startedAt,
          attempts: account.attempts,
          warnings: [...account.warnings, ...warningsOf(outcome)],
        };
        await keep(record, binding);
        if ('error' in outcome) throw outcome.error;
        return { ...outcome.answer.result, warnings: record.warnings, record };
      },
    };
  };

  return { bind };
}

/** Who answered; else who was asked last, or would have been asked first. */
function askedOf(
  outcome: Outcome,
  { attempts }: Account,
  candidates: readonly Candidate[],
): Pick<CompletionRecord, 'provider' | 'model'> {
  const last = attempts.at(-1);
  if (last) return { provider: last.provider, model: last.model };
  const candidate = 'answer' in outcome ? outcome.answer.candidate : candidates[0];
  return { provider: candidate?.provider.id ?? 'none', model: candidate?.model ?? 'none' };
}

function endOf(outcome: Outcome, signal: AbortSignal): Pick<CompletionRecord, 'outcome' | 'code' | 'usage'> {
  if ('answer' in outcome) return { outcome: 'answered', usage: outcome.answer.result.usage };
  if (signal.aborted && outcome.error === signal.reason) return { outcome: 'cancelled', usage: undefined };
  return { outcome: 'failed', code: codeOf(outcome.error), usage: undefined };
}

function warningsOf(outcome: Outcome): readonly string[] {
  if ('error' in outcome) return [];
  const { candidate, facts, result } = outcome.answer;
  if (facts.listed) return result.warnings;
  const unlisted = `AMAS does not know the model ${candidate.model} of ${candidate.provider.id}: its price is unknown, and its limits are assumed.`;
  return [...result.warnings, unlisted];
}
