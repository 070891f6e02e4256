import type { CompletionRecord } from '../contract.ts';
import type { CallScope } from './budget.ts';

export type OnRecord = (record: CompletionRecord, scope: CallScope) => void | Promise<void>;

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
