import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRecord } from '../contract.ts';
import type { Flights } from './answers/flights.ts';
import type { KeptAnswers } from './answers/kept-answers.ts';
import type { Binding } from './binding.ts';
import type { Budget, CallScope } from './budget.ts';
import type { Hedges } from './hedges.ts';
import type { FlightPart } from './model.ts';
import type { OutOfUse } from './out-of-use.ts';
import type { Policies } from './policy/policies.ts';
import type { Pool } from './pool.ts';
import type { Order } from './select.ts';
import type { SharedRates } from './shared-rates.ts';
import type { Time } from './time.ts';

/** What all calls of a router share. */
export interface RouterHost {
  readonly pool: Pool;
  readonly time: Time;
  readonly log: Logger;
  readonly policies: Policies;
  readonly budget: Budget | undefined;
  readonly outOfUse: OutOfUse;
  readonly hedges: Hedges;
  readonly sharedRates: SharedRates | undefined;
  readonly kept: KeptAnswers;
  readonly flights: Flights<FlightPart>;
  readonly order: Order & { readonly answered: (conversationId: string, memberId: string) => void };
  readonly keepRecord: (record: CompletionRecord, binding: Binding) => Promise<void>;
}

export function scopeOf(binding: Binding): CallScope {
  const { taskId, runId, agent, organizationId, projectId, userId, apiKeyId, requestId } = binding;
  return {
    ...(taskId === undefined ? {} : { taskId }),
    ...(runId === undefined ? {} : { runId }),
    agent,
    organizationId,
    ...(projectId === undefined ? {} : { projectId }),
    ...(userId === undefined ? {} : { userId }),
    ...(apiKeyId === undefined ? {} : { apiKeyId }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
