import type { Usage } from '#providers/contract.ts';
import type { WireEvent } from './event-stream.ts';
import {
  finishOf,
  piecesOf,
  textOf,
  usualUsage,
  type ScriptedAnswer,
  type ScriptedToolCall,
} from './scripted-answer.ts';

const created = 1_795_000_000;
const id = 'chatcmpl-stand-in';

/** Chat completions end a refusal with `stop`. */
const finishWords = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  refusal: 'stop',
  'content-filter': 'content_filter',
  other: 'something_new',
} as const;

export function toChatUsage(usage: Usage): Record<string, unknown> {
  const prompt = usage.inputUncached + usage.cacheRead + usage.cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
}

type ToUsage = (usage: Usage) => Readonly<Record<string, unknown>>;

const usageOf = (
  { usage = usualUsage }: ScriptedAnswer,
  toUsage: ToUsage,
): Readonly<Record<string, unknown>> | null => (usage === null ? null : toUsage(usage));

const toolCallId = (call: ScriptedToolCall, index: number): string => call.id ?? `call_${index + 1}`;

export function chatCompletion(
  answer: ScriptedAnswer,
  model: string,
  toUsage: ToUsage = toChatUsage,
): Record<string, unknown> {
  const calls = answer.toolCalls?.map((call, index) => ({
    id: toolCallId(call, index),
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const usage = usageOf(answer, toUsage);
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: textOf(answer) || (calls || answer.refusal !== undefined ? null : ''),
          refusal: answer.refusal ?? null,
          ...(answer.thinking === undefined ? {} : { reasoning_content: answer.thinking }),
          ...(calls ? { tool_calls: calls } : {}),
        },
        logprobs: null,
        finish_reason: finishWords[finishOf(answer)],
      },
    ],
    ...(usage ? { usage } : {}),
  };
}

export interface ChunkOptions {
  readonly model: string;
  /** Fields of the chunk that has the finish reason. */
  readonly lastFields: Readonly<Record<string, unknown>>;
  /** Whether usage follows in a chunk of its own. */
  readonly usageChunk: boolean;
}

export function chatChunks(
  answer: ScriptedAnswer,
  options: ChunkOptions,
  toUsage: ToUsage = toChatUsage,
): WireEvent[] {
  const chunk = (choices: readonly unknown[], fields: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created,
      model: options.model,
      choices,
      ...(options.usageChunk ? { usage: null } : {}),
      ...fields,
    });
  const delta = (content: Readonly<Record<string, unknown>>): WireEvent => ({
    data: chunk([{ index: 0, delta: content, finish_reason: null }]),
  });
  const finish = [{ index: 0, delta: {}, finish_reason: finishWords[finishOf(answer)] }];
  const usage = usageOf(answer, toUsage);
  return [
    delta({ role: 'assistant', content: '' }),
    ...piecesOf(answer.thinking ?? '').map((reasoning_content) => delta({ reasoning_content })),
    ...piecesOf(textOf(answer)).map((content) => delta({ content })),
    ...piecesOf(answer.refusal ?? '').map((refusal) => delta({ refusal })),
    ...toolCallPieces(answer.toolCalls ?? []).map((piece) => delta({ tool_calls: [piece] })),
    { data: chunk(finish, options.lastFields), part: 'finish' },
    ...(options.usageChunk && usage ? [{ data: chunk([], { usage }) }] : []),
    { data: '[DONE]', part: 'terminator' },
  ];
}

/** Each call opens with its name; the arguments follow in pieces, those of parallel calls in turn. */
function toolCallPieces(calls: readonly ScriptedToolCall[]): unknown[] {
  const opened = calls.map((call, index) => ({
    index,
    id: toolCallId(call, index),
    type: 'function',
    function: { name: call.name, arguments: '' },
  }));
  const pieces = calls.map((call) => piecesOf(call.arguments));
  const rounds = Math.max(0, ...pieces.map(({ length }) => length));
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    pieces.flatMap((own, index) =>
      own[round] === undefined ? [] : [{ index, function: { arguments: own[round] } }],
    ),
  );
  return [...opened, ...inTurn.flat()];
}
