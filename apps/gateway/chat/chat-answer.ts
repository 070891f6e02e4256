import type { CompletionRecord, CompletionResult, Finish, ToolCall, Usage } from '#providers/contract.ts';

/** What stands in an answer beside what OpenAI's would hold. */
export function amasPart(record: CompletionRecord, warnings: readonly string[]) {
  return {
    provider: record.provider,
    model: record.model,
    costUsd: record.costUsd ?? null,
    cache: record.decision.cache,
    overheadMs: record.decision.overheadMs,
    attempts: record.attempts.length,
    warnings: [...warnings, ...record.warnings],
  };
}

export interface AnswerFrame {
  /** `chatcmpl-…`. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

/** A `chat.completion` object (OpenAI API reference, Chat Completions). */
export function chatAnswer(
  { id, created }: AnswerFrame,
  { text, toolCalls, finish, usage, record }: CompletionResult & { readonly record: CompletionRecord },
  warnings: readonly string[],
) {
  const isRefusal = finish === 'refusal';
  return {
    id,
    object: 'chat.completion',
    created,
    model: `${record.provider}/${record.model}`,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefusal || (text === '' && toolCalls.length > 0) ? null : text,
          refusal: isRefusal ? text : null,
          ...(toolCalls.length > 0 ? { tool_calls: toolCalls.map(toToolCall) } : {}),
        },
        logprobs: null,
        finish_reason: finishReason(finish),
      },
    ],
    ...(usage === undefined ? {} : { usage: toUsage(usage) }),
    amas: amasPart(record, warnings),
  };
}

export const toToolCall = ({ id, name, arguments: args }: ToolCall) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: args },
});

const finishReasons: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  refusal: 'stop',
  'content-filter': 'content_filter',
  truncated: 'length',
  other: 'stop',
};

export const finishReason = (finish: Finish): string => finishReasons[finish];

/** OpenAI counts what was read from a cache, and reasoning, as parts of the totals. */
export function toUsage({ inputUncached, cacheRead, cacheWrite, output, reasoning }: Usage) {
  const input = inputUncached + cacheRead + cacheWrite;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
