import { z } from 'zod';
import type { CompletionRequest, Message, ToolSpec } from '#providers/contract.ts';
import { invalidRequest } from '../api-error.ts';
import { schemaProblem } from './schema-problem.ts';

/** A chat request as AMAS asks it, and how it is to be answered. */
export interface ChatRequest {
  readonly request: CompletionRequest;
  /** What stands in `model`. */
  readonly want: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly conversationId: string | undefined;
  readonly userId: string | undefined;
  /** Options that were left out, in plain words. */
  readonly warnings: readonly string[];
}

/** Answers of unknown length need a limit: the worst case is set aside before the call. */
const defaultMaxOutputTokens = 4_096;

const part = z.union(
  [
    z.object({ type: z.literal('text'), text: z.string() }),
    z
      .object({ type: z.literal('refusal'), refusal: z.string() })
      .transform(({ refusal }) => ({ text: refusal })),
  ],
  { error: 'takes text parts only: images, audio and files are not supported yet' },
);
const content = z.union(
  [z.string(), z.array(part).transform((parts) => parts.map(({ text }) => text).join('\n'))],
  {
    error: 'takes a string or text parts: images, audio and files are not supported yet',
  },
);

const toolCall = z.object({
  id: z.string(),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content }),
  z.object({ role: z.literal('user'), content }),
  z.object({
    role: z.literal('assistant'),
    content: content.nullish(),
    tool_calls: z.array(toolCall).nullish(),
  }),
  z.object({ role: z.literal('tool'), content, tool_call_id: z.string() }),
]);

const jsonObject = z.record(z.string(), z.unknown());

const body = z.object({
  model: z.string().min(1).max(200),
  messages: z.array(message).min(1).max(10_000),
  max_tokens: z.int().min(1).max(10_000_000).nullish(),
  max_completion_tokens: z.int().min(1).max(10_000_000).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stop: z.union([z.string().transform((text) => [text]), z.array(z.string()).max(16)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, { error: 'takes 1: ask several times for several answers' }).nullish(),
  tools: z
    .array(
      z.object({
        type: z.literal('function', { error: 'takes "function" only' }),
        function: z.object({
          name: z.string().regex(/^[\w-]{1,64}$/, { error: 'takes 1 to 64 letters, digits, _ and -' }),
          description: z.string().nullish(),
          parameters: jsonObject.nullish(),
        }),
      }),
    )
    .max(512)
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z
        .object({ type: z.literal('function'), function: z.object({ name: z.string() }) })
        .transform(({ function: { name } }) => ({ name })),
    ])
    .nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ name: z.string(), schema: jsonObject }),
      }),
    ])
    .nullish(),
  prompt_cache_key: z.string().max(200).nullish(),
  user: z.string().max(200).nullish(),
  safety_identifier: z.string().max(200).nullish(),
});

/** Options that AMAS passes to no vendor: left out and said so. */
const leftOut = [
  'audio',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'modalities',
  'parallel_tool_calls',
  'prediction',
  'presence_penalty',
  'reasoning_effort',
  'seed',
  'service_tier',
  'top_logprobs',
  'top_p',
  'verbosity',
  'web_search_options',
] as const;

/** Reads a body of `POST /v1/chat/completions`. Throws an `ApiError` that names the field and what it takes. */
export function readChatRequest(value: unknown): ChatRequest {
  const parsed = body.safeParse(value);
  if (!parsed.success) throw firstProblem(parsed.error);
  const { data } = parsed;
  const request = toRequest(data);
  if (request.messages.length === 0)
    throw invalidRequest('messages needs one that is not a system message.', 'messages');
  return {
    request,
    want: data.model,
    stream: data.stream ?? false,
    includeUsage: data.stream_options?.include_usage ?? false,
    conversationId: data.prompt_cache_key ?? undefined,
    userId: data.safety_identifier ?? data.user ?? undefined,
    warnings: warningsOf(value),
  };
}

function toRequest(data: Data): CompletionRequest {
  return {
    ...systemOf(data.messages),
    messages: data.messages.flatMap(toMessage),
    ...(data.tools?.length ? { tools: data.tools.map(toTool) } : {}),
    ...(data.tool_choice ? { toolChoice: data.tool_choice } : {}),
    ...schemaOf(data.response_format),
    maxOutputTokens: data.max_completion_tokens ?? data.max_tokens ?? defaultMaxOutputTokens,
    ...(typeof data.temperature === 'number' ? { temperature: data.temperature } : {}),
    ...(data.stop ? { stop: data.stop } : {}),
  };
}

function firstProblem({ issues }: z.ZodError) {
  const [issue] = issues;
  const path = issue?.path.join('.') ?? '';
  const message = path === '' ? 'The body must be a JSON object.' : `${path}: ${issue?.message}.`;
  return invalidRequest(message, path === '' ? undefined : path);
}

type Data = z.output<typeof body>;

function systemOf(messages: Data['messages']): { system?: string } {
  const texts = messages.flatMap((each) =>
    each.role === 'system' || each.role === 'developer' ? [each.content] : [],
  );
  return texts.length === 0 ? {} : { system: texts.join('\n\n') };
}

function toMessage(each: Data['messages'][number]): Message[] {
  if (each.role === 'user') return [{ role: 'user', content: each.content }];
  if (each.role === 'tool') return [{ role: 'tool', toolCallId: each.tool_call_id, content: each.content }];
  if (each.role !== 'assistant') return [];
  const toolCalls = (each.tool_calls ?? []).map(({ id, function: { name, arguments: args } }) => ({
    id,
    name,
    arguments: args,
  }));
  return [{ role: 'assistant', content: each.content ?? '', ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
}

function toTool({
  function: { name, description, parameters },
}: NonNullable<Data['tools']>[number]): ToolSpec {
  return {
    name,
    description: description ?? '',
    parameters: parameters ?? { type: 'object', properties: {} },
  };
}

function schemaOf(format: Data['response_format']): Pick<CompletionRequest, 'schema'> {
  if (format?.type === 'json_schema') {
    const { name, schema } = format.json_schema;
    const problem = schemaProblem(schema);
    if (problem !== undefined) {
      const place = 'response_format.json_schema.schema';
      throw invalidRequest(`${place}: ${problem}.`, place);
    }
    return { schema: { name, schema } };
  }
  return format?.type === 'json_object' ? { schema: { name: 'answer', schema: { type: 'object' } } } : {};
}

function warningsOf(value: unknown): readonly string[] {
  const given = Object.entries(value as object).filter(([, option]) => option !== null && option !== false);
  const names = given.map(([name]) => name).filter((name) => leftOut.some((known) => known === name));
  return names.length === 0 ? [] : [`Left out, because AMAS passes it to no provider: ${names.join(', ')}.`];
}
