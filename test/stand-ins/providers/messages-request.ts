import { z } from 'zod';
import { signatureOf } from './messages.ts';
import type { VendorError } from './scripted-answer.ts';
import { Refusal } from './vendor-stand-in.ts';

const cacheControl = z.strictObject({ type: z.literal('ephemeral') }).optional();
const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  cache_control: cacheControl,
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string().optional(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl,
});
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[\w-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string(),
});

const turn = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string().min(1), z.array(z.union([textBlock, toolResult])).min(1)]),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string().min(1), z.array(z.union([textBlock, toolUse, thinking])).min(1)]),
  }),
]);

/** The parameters of messages that AMAS may use; whatever else is sent is refused. */
const messagesRequest = z.strictObject({
  model: z.string(),
  max_tokens: z.int().positive(),
  messages: z.array(turn).min(1),
  system: z.union([z.string().min(1), z.array(textBlock).min(1)]).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  stop_sequences: z.array(z.string().regex(/\S/)).optional(),
  tools: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
      }),
    )
    .optional(),
  tool_choice: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.enum(['auto', 'any', 'none']) }),
      z.strictObject({ type: z.literal('tool'), name: z.string() }),
    ])
    .optional(),
  output_config: z
    .strictObject({
      format: z.strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }),
    })
    .optional(),
});

export type MessagesRequest = z.infer<typeof messagesRequest>;
type Turn = z.infer<typeof turn>;
type Block = Exclude<Turn['content'], string>[number];

/** `{ type: 'error', error: { type, message }, request_id }`. */
export function messagesError(
  status: number,
  type: string,
  words: { message: string; details?: unknown; headers?: Record<string, string> },
): VendorError {
  const { message, details, headers } = words;
  const error = { type, message, ...(details === undefined ? {} : { details }) };
  return {
    status,
    body: { type: 'error', error, request_id: 'req_stand_in_anthropic' },
    ...(headers ? { headers } : {}),
  };
}

export const invalid = (message: string): Refusal =>
  new Refusal(messagesError(400, 'invalid_request_error', { message }));

export function parseMessagesRequest(body: unknown): MessagesRequest {
  const parsed = messagesRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const place = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    throw invalid(`${[...issue.path, issue.keys[0]].join('.')}: Extra inputs are not permitted`);
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.includes('undefined');
  throw invalid(`${place}: ${isMissing ? 'Field required' : issue.message}`);
}

/** More marks than these are refused. */
const maxCacheMarks = 4;

/** What single fields can't tell: the number of marks, the order of turns, and that calls, results and thinking belong together. */
export function checkTurns({ messages, system, tools, tool_choice: choice }: MessagesRequest): void {
  const marks = JSON.stringify([system, messages]).split('"cache_control":').length - 1;
  if (marks > maxCacheMarks)
    throw invalid(`A maximum of ${maxCacheMarks} blocks with cache_control may be provided. Found ${marks}.`);
  if (choice && !tools) throw invalid('tool_choice: may only be specified while providing tools');
  if (messages[0]!.role !== 'user') throw invalid('messages: first message must use the "user" role');
  if (messages.at(-1)!.role === 'assistant') {
    throw invalid('This model does not support assistant message prefill.');
  }
  for (const [index, { role, content }] of messages.entries()) {
    if (role !== 'assistant') continue;
    checkThinking(blocksIn(content), index);
    checkResults(blocksIn(content), { next: blocksIn(messages[index + 1]!.content), index });
  }
  for (const [index, { content }] of messages.entries()) {
    const asked = new Set(callIds(blocksIn(messages[index - 1]?.content ?? [])));
    const stray = resultIds(blocksIn(content)).find((id) => !asked.has(id));
    if (stray !== undefined) throw invalid(`messages.${index}: unexpected \`tool_use_id\` found: ${stray}`);
  }
}

const blocksIn = (content: Turn['content']): readonly Block[] => (typeof content === 'string' ? [] : content);
const callIds = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.type === 'tool_use' ? block.id : []));
const resultIds = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.type === 'tool_result' ? block.tool_use_id : []));

function checkThinking(blocks: readonly Block[], index: number): void {
  for (const block of blocks) {
    if (block.type === 'thinking' && block.signature !== signatureOf(block.thinking)) {
      throw invalid(`messages.${index}: Invalid \`signature\` in \`thinking\` block`);
    }
  }
}

function checkResults(
  blocks: readonly Block[],
  { next, index }: { readonly next: readonly Block[]; readonly index: number },
): void {
  const answered = new Set(resultIds(next));
  const open = callIds(blocks).find((id) => !answered.has(id));
  if (open !== undefined) {
    throw invalid(`messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks: ${open}`);
  }
}
