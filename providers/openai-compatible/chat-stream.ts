import { z } from 'zod';
import type { CompletionResult, Usage } from '../contract.ts';
import { chatContent } from './chat-content.ts';
import { toFinish } from './chat-finish.ts';
import { toUsage } from './chat-usage.ts';
import { thinkingOf } from './thinking.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const toolCallPiece = z.object({
  index: z.int().nonnegative(),
  id: text,
  function: z.object({ name: text, arguments: text }).nullish(),
});

const delta = z.object({
  content: chatContent,
  refusal: text,
  reasoning_content: text,
  tool_calls: z.array(toolCallPiece).nullish(),
});

const noDelta = delta.parse({});

/** Only what is read of a `chat.completion.chunk`: its first choice. The last chunk may have none. */
const chatChunk = z
  .object({
    model: text,
    choices: z.array(z.object({ finish_reason: z.string().nullish(), delta: delta.nullish() })).nullish(),
  })
  .transform(({ model, choices }) => ({
    model,
    reason: choices?.[0]?.finish_reason ?? undefined,
    delta: choices?.[0]?.delta ?? noDelta,
  }));

export interface ChatAssembler {
  /** Takes one chunk and returns the text in it. Throws a `ZodError` when it is malformed. */
  add(chunk: unknown, reportedUsage: unknown): string;
  /** The answer so far. It is whole only when the terminator was seen and a finish reason before it. */
  end(terminated: boolean): Omit<CompletionResult, 'warnings' | 'requestId'>;
}

/** Puts a streamed answer together. */
export function createChatAssembler(
  requestedModel: string,
  readUsage: (reported: unknown) => Usage | undefined = toUsage,
): ChatAssembler {
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  let model = requestedModel;
  let answer = '';
  let thinking = '';
  let refused = false;
  let reason: string | undefined;
  let usage: Usage | undefined;

  const addPiece = ({ index, id, function: piece }: z.infer<typeof toolCallPiece>) => {
    const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= id;
    call.name ||= piece?.name ?? '';
    call.arguments += piece?.arguments ?? '';
    calls.set(index, call);
  };

  return {
    add(value, reportedUsage) {
      const chunk = chatChunk.parse(value);
      model = chunk.model || model;
      reason ??= chunk.reason;
      if (reportedUsage !== undefined && reportedUsage !== null) usage = readUsage(reportedUsage) ?? usage;
      refused ||= chunk.delta.refusal !== '';
      chunk.delta.tool_calls?.forEach(addPiece);
      thinking += chunk.delta.reasoning_content;
      const added = chunk.delta.content || chunk.delta.refusal;
      answer += added;
      return added;
    },
    end(terminated) {
      const ending = { reason, refused, hasToolCalls: calls.size > 0 };
      const finish = terminated ? toFinish(ending) : 'truncated';
      // Of a cut answer no call is handed on: its arguments may be half of what the model meant.
      const toolCalls = finish === 'truncated' ? [] : [...calls.values()];
      return { text: answer, toolCalls, finish, usage, model, ...thinkingOf(thinking) };
    },
  };
}
