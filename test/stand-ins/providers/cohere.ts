import { z } from 'zod';
import type { Usage } from '#providers/contract.ts';
import { tokensOf, vectorOf } from './embeddings.ts';
import type { WireEvent } from './event-stream.ts';
import {
  finishOf,
  piecesOf,
  textOf,
  usualUsage,
  type ScriptedAnswer,
  type VendorError,
} from './scripted-answer.ts';
import {
  Refusal,
  startStandIn,
  type AcceptedRequest,
  type ProviderStandIn,
  type SeenRequest,
  type StandInOptions,
  type VendorWire,
} from './vendor-stand-in.ts';

const models = new Set(['command-a-plus-05-2026', 'command-r7b-12-2024']);

const cohereError = (status: number, message: string, headers: Record<string, string> = {}): VendorError => ({
  status,
  headers,
  body: { message },
});

/** Failures as Cohere documents them: a status and a sentence. */
export const cohereErrors = {
  badRequest: cohereError(400, 'invalid request: message must be at least 1 token long'),
  contextTooLong: cohereError(400, 'too many tokens: the prompt is longer than the context length'),
  forbidden: cohereError(403, 'forbidden'),
  noBalance: cohereError(402, 'please add a payment method'),
  unprocessable: cohereError(422, 'invalid tool'),
  rateLimited: cohereError(429, 'rate limit exceeded'),
  rateLimitedSeconds: cohereError(429, 'rate limit exceeded', { 'retry-after': '7' }),
  rateLimitedReset: cohereError(429, 'rate limit exceeded', { 'x-ratelimit-reset': '9' }),
  tooLarge: cohereError(413, 'request too large'),
  trialOver: cohereError(429, 'You are using a Trial key, which is limited to 1000 API calls per month.'),
  serverError: cohereError(500, 'internal server error'),
  overloaded: cohereError(503, 'service unavailable'),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'user']), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().min(1).optional(),
    tool_plan: z.string().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          type: z.literal('function'),
          function: z.strictObject({ name: z.string(), arguments: z.string() }),
        }),
      )
      .min(1)
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** The fields of `/v2/chat` that AMAS may use; whatever else is sent is refused as unknown. */
const chatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  max_tokens: z.int().positive().max(8_192),
  temperature: z.number().min(0).max(1).optional(),
  stop_sequences: z.array(z.string()).max(5).optional(),
  stream: z.boolean().optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string(),
          description: z.string(),
          parameters: z.record(z.string(), z.unknown()),
        }),
      }),
    )
    .min(1)
    .optional(),
  tool_choice: z.enum(['REQUIRED', 'NONE']).optional(),
  response_format: z
    .strictObject({ type: z.literal('json_object'), json_schema: z.record(z.string(), z.unknown()) })
    .optional(),
});

/** The fields of `/v2/embed`: purpose and type are required, at most 96 texts. */
const embedRequest = z.strictObject({
  model: z.string(),
  texts: z.array(z.string().min(1)).min(1).max(96),
  input_type: z.enum(['search_query', 'search_document']),
  embedding_types: z.tuple([z.literal('float')]),
  output_dimension: z.literal([256, 512, 1_024, 1_536]).optional(),
});

/** Cohere's `/v2/chat` and `/v2/embed` on loopback. */
export function startCohereStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'standin-cohere-8b2d';
  return startStandIn(createWire(apiKey), '', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  return {
    free: {
      path: '/v1/models',
      key: ['authorization', `Bearer ${apiKey}`],
      answer: { models: [...models].map((name) => ({ name, endpoints: ['chat'] })) },
      refusal: cohereError(401, 'invalid api token'),
    },
    embeddings: {
      matches: (path) => path === '/v2/embed',
      accept(request) {
        checkKey(request, apiKey);
        const parsed = embedRequest.safeParse(request.body);
        if (!parsed.success) throw new Refusal(cohereError(400, `invalid request: ${parsed.error.message}`));
        if (parsed.data.model !== 'embed-v4.0') {
          throw new Refusal(cohereError(404, `model '${parsed.data.model}' not found`));
        }
        return request as AcceptedRequest;
      },
      toJson({ usage }, request) {
        const { texts, output_dimension: dimensions = 1_536 } = request.body as z.infer<typeof embedRequest>;
        return {
          id: 'da6e531f',
          embeddings: { float: texts.map((text) => vectorOf(text, dimensions)) },
          texts,
          ...(usage === null ? {} : { meta: { billed_units: { input_tokens: tokensOf(texts) } } }),
        };
      },
    },
    requestId: ['x-request-id', 'req_stand_in_cohere'],
    accept(request) {
      checkRoute(request, apiKey);
      const parsed = chatRequest.safeParse(request.body);
      if (!parsed.success) throw new Refusal(cohereError(400, `invalid request: ${parsed.error.message}`));
      if (!models.has(parsed.data.model)) {
        throw new Refusal(cohereError(404, `model '${parsed.data.model}' not found`));
      }
      checkTools(parsed.data);
      return request as AcceptedRequest;
    },
    toJson: (answer) => ({
      id: 'c14c80c3',
      finish_reason: reasonOf(answer),
      message: {
        role: 'assistant',
        ...spokenOf(answer),
        ...(answer.toolCalls?.length ? { tool_calls: answer.toolCalls.map(toCall) } : {}),
      },
      ...usageOf(answer),
    }),
    toEvents,
    toErrorEvent: ({ body }) => ({ data: JSON.stringify(body) }),
  };
}

function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== '/v2/chat' || request.method !== 'POST')
    throw new Refusal(cohereError(404, 'not found'));
  checkKey(request, apiKey);
}

function checkKey(request: SeenRequest, apiKey: string): void {
  if (request.headers['authorization'] !== `Bearer ${apiKey}`)
    throw new Refusal(cohereError(401, 'invalid api token'));
}

function checkTools({ messages, tools, tool_choice: choice }: z.infer<typeof chatRequest>): void {
  if (choice !== undefined && !tools) throw new Refusal(cohereError(400, 'tool_choice needs tools'));
  const open = new Set<string>();
  for (const turn of messages) {
    if (turn.role === 'assistant') turn.tool_calls?.forEach(({ id }) => open.add(id));
    if (turn.role === 'tool' && !open.delete(turn.tool_call_id)) {
      throw new Refusal(cohereError(400, `tool call id not found in previous tool calls`));
    }
  }
  if (open.size > 0) throw new Refusal(cohereError(400, 'missing tool results'));
}

/** Words before calls of tools are a plan; all others are content. */
function spokenOf(answer: ScriptedAnswer): Record<string, unknown> {
  const text = textOf(answer) || (answer.refusal ?? '');
  if (answer.toolCalls?.length) return text === '' ? {} : { tool_plan: text };
  const thinking = answer.thinking === undefined ? [] : [{ type: 'thinking', thinking: answer.thinking }];
  return { content: [...thinking, { type: 'text', text }] };
}

const toCall = (call: NonNullable<ScriptedAnswer['toolCalls']>[number], index: number) => ({
  id: call.id ?? `call_${index + 1}`,
  type: 'function',
  function: { name: call.name, arguments: call.arguments },
});

const reasons = {
  stop: 'COMPLETE',
  length: 'MAX_TOKENS',
  'tool-calls': 'TOOL_CALL',
  refusal: 'COMPLETE',
  'content-filter': 'ERROR',
  other: 'TIMEOUT',
} as const;

const reasonOf = (answer: ScriptedAnswer): string => reasons[finishOf(answer)];

function usageOf({ usage = usualUsage }: ScriptedAnswer): Record<string, unknown> {
  return usage === null ? {} : { usage: toUsage(usage) };
}

/** Cohere's own preamble is counted, and not billed. */
function toUsage({ inputUncached, cacheRead, cacheWrite, output }: Usage) {
  const input = inputUncached + cacheRead + cacheWrite;
  return {
    billed_units: { input_tokens: input, output_tokens: output },
    tokens: { input_tokens: input + 493, output_tokens: output },
  };
}

function toEvents(answer: ScriptedAnswer): WireEvent[] {
  const event = (type: string, fields: Record<string, unknown> = {}): WireEvent => ({
    event: type,
    data: JSON.stringify({ type, ...fields }),
  });
  const text = piecesOf(textOf(answer) || (answer.refusal ?? ''));
  const isPlan = Boolean(answer.toolCalls?.length);
  const spoken = isPlan
    ? text.map((tool_plan) => event('tool-plan-delta', { delta: { message: { tool_plan } } }))
    : [
        event('content-start', { index: 0, delta: { message: { content: { type: 'text', text: '' } } } }),
        ...text.map((piece) =>
          event('content-delta', { index: 0, delta: { message: { content: { text: piece } } } }),
        ),
        event('content-end', { index: 0 }),
      ];
  const calls = (answer.toolCalls ?? []).flatMap((call, index) => {
    const { id, type, function: spec } = toCall(call, index);
    const opened = { id, type, function: { name: spec.name, arguments: '' } };
    return [
      event('tool-call-start', { index, delta: { message: { tool_calls: opened } } }),
      ...piecesOf(spec.arguments).map((piece) =>
        event('tool-call-delta', {
          index,
          delta: { message: { tool_calls: { function: { arguments: piece } } } },
        }),
      ),
      event('tool-call-end', { index }),
    ];
  });
  const end = { delta: { finish_reason: reasonOf(answer), ...usageOf(answer) } };
  return [
    event('message-start', { id: 'c14c80c3', delta: { message: { role: 'assistant' } } }),
    ...spoken,
    ...calls,
    { ...event('message-end', end), part: 'terminator' },
  ];
}
