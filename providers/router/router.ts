import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type {
  CompletionRecord,
  CompletionRequest,
  EmbeddingRequest,
  EmbeddingResult,
  Model,
  RoutedPart,
} from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { createAccount } from './account.ts';
import { openAttempt } from './attempt.ts';
import type { Budget, CallScope } from './budget.ts';
import { beginCall, forAnswer, forStream, type Call } from './call.ts';
import { tokenRateOf, type Candidate } from './candidate.ts';
import { embeddingCandidates, embedWith, reservable } from './embed.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createOutOfUse } from './out-of-use.ts';
import { recordOf, type Outcome, type Settled } from './record.ts';
import type { SharedState } from './shared-state.ts';

export type OnRecord = (record: CompletionRecord, scope: CallScope) => void | Promise<void>;

export interface RouterOptions {
  /** In the order in which they are asked. */
  readonly candidates: readonly Candidate[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Limits that reach over bindings and processes. */
  readonly budget?: Budget;
  /** What several processes agree on; without it each knows its own. */
  readonly shared?: SharedState;
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
  /** Who is served first when there is a queue. */
  readonly priority?: 'interactive' | 'background';
  /** `auto`, `auto:cheap`, `auto:fast`, an alias of the configuration, or `provider/model`. Absent = by policy. */
  readonly want?: string;
  /** Keeps a conversation with the model that holds its prompt cache. */
  readonly conversationId?: string;
  /** Takes kept answers also where the temperature is not 0. */
  readonly cache?: boolean;
}

export interface RoutedModel {
  readonly provider: string;
  readonly model: string;
  readonly key?: string;
  /** Why nobody asks it at the moment; absent while it is in use. */
  readonly outOfUse?: string;
}

export interface Router {
  bind(binding: Binding): Model;
  /** Vectors of one model only, which the result names: `binding.want` asks for more of the same (`provider/model`). */
  embed(
    binding: Binding,
    request: EmbeddingRequest,
    signal: AbortSignal,
  ): Promise<EmbeddingResult & { readonly record: CompletionRecord }>;
  /** All that may be asked, in the order of the configuration. */
  models(): readonly RoutedModel[];
}

/** Asks models in order, inside one deadline and one cost limit for each binding. */
export function createRouter(options: RouterOptions): Router {
  const { candidates, clock, log, budget } = options;
  const outOfUse = createOutOfUse(log);

  /** An answer that was paid for is not lost because its record could not be kept; the log holds all of it. */
  const keep = async (record: CompletionRecord, binding: Binding) => {
    const scope = scopeOf(binding);
    log.info({ ...scope, ...record }, 'model called');
    try {
      await options.onRecord?.(record, scope);
      await binding.onRecord?.(record, scope);
    } catch (error) {
      log.error({ ...scope, ...record, err: error }, 'completion record not kept');
    }
  };

  const callOf = (
    request: CompletionRequest,
    signal: AbortSignal,
    { binding, ledger }: { readonly binding: Binding; readonly ledger: Ledger },
  ): Call => {
    const account = createAccount({ ledger, budget, scope: scopeOf(binding), signal });
    const startedAt = clock.now();
    return {
      request,
      candidates,
      signal,
      deadline: binding.deadline,
      startedAt,
      clock,
      account,
      outOfUse,
    };
  };

  const complete = async (call: Call): Promise<Settled> => {
    try {
      call.signal.throwIfAborted();
      const begun = await beginCall(call, forAnswer);
      if (!('result' in begun)) throw new Error('a whole answer was asked for');
      begun.close({ result: begun.result });
      return { answer: begun };
    } catch (error) {
      return { error };
    }
  };

  const bind = (binding: Binding): Model => {
    const ledger = createLedger(binding.maxCostUsd, binding.spentUsd);
    return {
      ...(candidates.length === 0 ? {} : { tokens: tokenRateOf(candidates) }),
      async complete(request, signal) {
        const call = callOf(request, signal, { binding, ledger });
        const outcome = await complete(call);
        const record = recordOf(call, outcome);
        await keep(record, binding);
        if ('error' in outcome) throw outcome.error;
        return { ...outcome.answer.result, warnings: record.warnings, record };
      },
      async *stream(request, signal) {
        const call = callOf(request, signal, { binding, ledger });
        let outcome: Outcome = { left: true };
        let record: CompletionRecord;
        try {
          outcome = yield* answerParts(call);
        } catch (error) {
          outcome = { error };
        } finally {
          record = recordOf(call, outcome);
          await keep(record, binding);
        }
        if ('error' in outcome) throw outcome.error;
        if ('answer' in outcome) {
          const result = { ...outcome.answer.result, warnings: record.warnings };
          yield { type: 'finish', result, record };
        }
      },
    };
  };

  const embed: Router['embed'] = async (binding, request, signal) => {
    const ledger = createLedger(binding.maxCostUsd, binding.spentUsd);
    const able = embeddingCandidates(candidates, binding.want);
    const call = { ...callOf(reservable(request), signal, { binding, ledger }), candidates: able };
    const { outcome, ...done } = await embedWith(call, request);
    const record = recordOf(call, outcome);
    await keep(record, binding);
    if ('error' in outcome) throw outcome.error;
    return { ...(done as { embedded: EmbeddingResult }).embedded, warnings: record.warnings, record };
  };

  const models = () =>
    candidates.map((candidate): RoutedModel => {
      const reason = outOfUse.reasonFor(candidate);
      return {
        provider: candidate.provider.id,
        model: candidate.model,
        ...(candidate.key === undefined ? {} : { key: candidate.key }),
        ...(reason ? { outOfUse: reason.code } : {}),
      };
    });

  return { bind, embed, models };
}

/** The text and the tool calls of whoever answers, from the first part of it on. */
async function* answerParts(call: Call): AsyncGenerator<RoutedPart, Settled> {
  call.signal.throwIfAborted();
  const begun = await beginCall(call, forStream);
  if ('result' in begun) throw new Error('a stream was asked for');
  const { attempt, first, rest } = begun;
  attempt.limit(call.deadline - call.clock.now());
  try {
    yield { type: 'start', provider: begun.candidate.provider.id, model: begun.candidate.model };
    for (let part = first; ;) {
      if (part.type === 'finish') {
        const error = begun.close({ result: part.result });
        if (error) throw error;
        return { answer: { ...begun, result: part.result } };
      }
      yield part;
      const next = await attempt.guard(rest.next());
      part = next.done ? { type: 'finish', result: cutOff(begun.candidate.model) } : next.value;
    }
  } catch (error) {
    begun.close({ error });
    throw error;
  } finally {
    // Nothing happens here unless the reader left.
    begun.close({ error: new Error('the reader left') });
  }
}

/** A stream that only stops has no finish reason, and so no answer. */
const cutOff = (model: string) =>
  ({ text: '', toolCalls: [], finish: 'truncated', usage: undefined, model, warnings: [] }) as const;

function scopeOf({ taskId, runId, agent, organizationId, projectId, userId, apiKeyId }: Binding): CallScope {
  return {
    ...(taskId === undefined ? {} : { taskId }),
    ...(runId === undefined ? {} : { runId }),
    agent,
    organizationId,
    ...(projectId === undefined ? {} : { projectId }),
    ...(userId === undefined ? {} : { userId }),
    ...(apiKeyId === undefined ? {} : { apiKeyId }),
  };
}
