import type { Finish } from '../contract.ts';

const finishes: ReadonlyMap<string, Finish> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  // Mistral's word for the end of its context.
  ['model_length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
]);

export interface Ending {
  readonly reason: string | null | undefined;
  readonly refused: boolean;
  readonly hasToolCalls: boolean;
}

/** Without a reason the answer is not whole. A forced tool call ends with `stop`, and a refusal does too. */
export function toFinish({ reason, refused, hasToolCalls }: Ending): Finish {
  if (reason === null || reason === undefined) return 'truncated';
  if (refused) return 'refusal';
  const finish = finishes.get(reason) ?? 'other';
  return finish === 'stop' && hasToolCalls ? 'tool-calls' : finish;
}
