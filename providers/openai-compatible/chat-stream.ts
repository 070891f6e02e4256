import { z } from 'zod';
import type { CompletionResult, Usage } from '../contract.ts';
import { toFinish } from './chat-finish.ts';
import { toUsage } from './chat-usage.ts';

const toolCallPiece = z.object({
  index: z.int().nonnegative(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

/** Only what is read of a `chat.completion.chunk`. */
const chatChunk = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z.array(toolCallPiece).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

export interface ChatAssembler {
  /** Takes one chunk and returns the text in it. Throws a `ZodError` when it is malformed. */
  add(chunk: unknown, reportedUsage: unknown): string;
  /** The answer so far. It is whole only when the terminator was seen and a finish reason before it. */
  end(terminated: boolean): Omit<CompletionResult, 'warnings' | 'requestId'>;
}

/** Puts a streamed answer together. */
export function createChatAssembler(model: string): ChatAssembler {
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  let answeringModel = model;
  let text = '';
  let refused = false;
  let reason: string | undefined;
  let usage: Usage | undefined;

  const addPiece = ({ index, id, function: piece }: z.infer<typeof toolCallPiece>) => {
    const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= id ?? '';
    call.name ||= piece?.name ?? '';
    call.arguments += piece?.arguments ?? '';
    calls.set(index, call);
  };

  return {
    add(value, reportedUsage) {
      const chunk = chatChunk.parse(value);
      const choice = chunk.choices?.[0];
      const delta = choice?.delta;
      answeringModel = chunk.model || answeringModel;
      usage = toUsage(reportedUsage) ?? usage;
      reason ??= choice?.finish_reason ?? undefined;
      refused ||= Boolean(delta?.refusal);
      delta?.tool_calls?.forEach(addPiece);
      const added = delta?.content || delta?.refusal || '';
      text += added;
      return added;
    },
    end(terminated) {
      const ending = { reason, refused, hasToolCalls: calls.size > 0 };
      const finish = terminated ? toFinish(ending) : 'truncated';
      // Of a cut answer no call is handed on: its arguments may be half of what the model meant.
      const toolCalls = finish === 'truncated' ? [] : [...calls.values()];
      return { text, toolCalls, finish, usage, model: answeringModel };
    },
  };
}
