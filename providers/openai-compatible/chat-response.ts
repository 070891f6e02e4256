import { z } from 'zod';
import type { CompletionResult, Usage } from '../contract.ts';
import { chatContent } from './chat-content.ts';
import { toFinish } from './chat-finish.ts';
import { toUsage } from './chat-usage.ts';
import { thinkingOf } from './thinking.ts';

const toolCall = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

/** Only what is read of a `chat.completion`. */
export const chatCompletion = z.object({
  model: z.string(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: chatContent,
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          tool_calls: z.array(toolCall).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

/** The result without what only the transport knows: warnings and the request's id. */
export function toResult(
  completion: z.infer<typeof chatCompletion>,
  readUsage: (reported: unknown) => Usage | undefined = toUsage,
): Omit<CompletionResult, 'warnings' | 'requestId'> {
  const { message, finish_reason: reason } = completion.choices[0]!;
  const finish = toFinish({
    reason,
    refused: Boolean(message.refusal),
    hasToolCalls: Boolean(message.tool_calls?.length),
  });
  const calls = finish === 'truncated' ? [] : (message.tool_calls ?? []);
  return {
    text: message.content || message.refusal || '',
    toolCalls: calls.map((call) => ({ id: call.id, ...call.function })),
    finish,
    usage: readUsage(completion.usage),
    model: completion.model,
    ...thinkingOf(message.reasoning_content),
  };
}
