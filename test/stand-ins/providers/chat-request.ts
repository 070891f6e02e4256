import { z } from 'zod';
import { Refusal } from './vendor-stand-in.ts';

const functionSpec = z.strictObject({
  name: z.string().regex(/^[\w-]{1,64}$/),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  strict: z.boolean().optional(),
});

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer', 'user']), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    reasoning_content: z.string().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          type: z.literal('function'),
          function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
        }),
      )
      .min(1)
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** The parameters of chat completions that AMAS may use; whatever else is sent is refused as unknown. */
export const chatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  max_completion_tokens: z.int().positive().optional(),
  max_tokens: z.int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  stop: z
    .union([z.string(), z.array(z.string()).max(4)])
    .nullable()
    .optional(),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  tools: z
    .array(z.strictObject({ type: z.literal('function'), function: functionSpec }))
    .min(1)
    .max(128)
    .optional(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string() }) }),
    ])
    .optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.enum(['text', 'json_object']) }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          schema: z.record(z.string(), z.unknown()),
          strict: z.boolean().optional(),
        }),
      }),
    ])
    .optional(),
});

export type ChatRequest = z.infer<typeof chatRequest>;

/** `{ error: { message, type, param, code } }`, as OpenAI and those like it write it. */
export function chatError(
  status: number,
  words: { message: string; code?: string | null; type?: string; param?: string | null },
): { status: number; body: { error: Record<string, unknown> } } {
  const { message, code = null, type = 'invalid_request_error', param = null } = words;
  return { status, body: { error: { message, type, param, code } } };
}

export function parseChatRequest(body: unknown): ChatRequest {
  const parsed = chatRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const param = [...issue.path, issue.keys[0]].join('.');
    throw refusal(`Unknown parameter: '${param}'.`, 'unknown_parameter', param);
  }
  const param = issue.path.join('.');
  throw refusal(`Invalid value for '${param}': ${issue.message}`, 'invalid_value', param);
}

/** What no vendor of this shape takes, beyond the single parameters. */
export function checkConversation(request: ChatRequest): void {
  if (request.tool_choice !== undefined && !request.tools) {
    throw refusal("'tool_choice' is only allowed when 'tools' are specified.", null, 'tool_choice');
  }
  let open = new Set<string>();
  for (const [index, turn] of request.messages.entries()) {
    const param = `messages.[${index}]`;
    if (turn.role === 'tool') {
      if (!open.delete(turn.tool_call_id)) {
        throw refusal("'tool' must be a response to a preceding message with 'tool_calls'.", null, param);
      }
      continue;
    }
    if (open.size > 0)
      throw refusal("An assistant message's 'tool_calls' were not all answered.", null, param);
    if (turn.role !== 'assistant') continue;
    if (turn.content == null && !turn.tool_calls)
      throw refusal('Expected content or tool_calls.', null, param);
    open = new Set(turn.tool_calls?.map((call) => call.id));
  }
  if (open.size > 0)
    throw refusal("An assistant message's 'tool_calls' were not all answered.", null, 'messages');
}

export const refusal = (message: string, code: string | null, param: string): Refusal =>
  new Refusal(chatError(400, { message, code, param }));
