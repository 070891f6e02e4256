import { z } from 'zod';
import type { CompletionResult, Finish } from '../contract.ts';
import { toEcho } from './thinking-echo.ts';
import { mergeUsage, toUsage } from './usage.ts';

const textBlock = z.object({ type: z.literal('text'), text: z.string() });
const toolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.unknown().optional(),
});

/** Only what is read of a message; blocks are kept whole for the echo. */
export const messageAnswer = z.object({
  model: z.string(),
  content: z.array(z.looseObject({ type: z.string() })),
  stop_reason: z.string().nullish(),
  usage: z.unknown().optional(),
});

export type MessageAnswer = z.infer<typeof messageAnswer>;

const finishes: ReadonlyMap<string, Finish> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'refusal'],
]);

/** The result without what only the transport knows: warnings and the request's id. */
export function toResult(answer: MessageAnswer): Omit<CompletionResult, 'warnings' | 'requestId'> {
  const finish = answer.stop_reason ? (finishes.get(answer.stop_reason) ?? 'other') : 'truncated';
  const whole = finish !== 'truncated';
  const vendorParts = whole ? toEcho(answer.content) : undefined;
  return {
    text: answer.content.map((block) => textBlock.safeParse(block).data?.text ?? '').join(''),
    // Of a cut answer no call is handed on: its arguments may be half of what the model meant.
    toolCalls: whole ? answer.content.flatMap(toToolCall) : [],
    finish,
    usage: toUsage(mergeUsage(undefined, answer.usage)),
    model: answer.model,
    ...(vendorParts ? { vendorParts } : {}),
  };
}

function toToolCall(block: unknown) {
  const { data } = toolUse.safeParse(block);
  return data ? [{ id: data.id, name: data.name, arguments: JSON.stringify(data.input ?? {}) }] : [];
}
