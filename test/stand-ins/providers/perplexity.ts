import { z } from 'zod';
import type { Usage } from '#providers/contract.ts';
import { chatError } from './chat-request.ts';
import { commonErrors } from './chat-vendor.ts';
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

export const perplexityErrors = {
  ...commonErrors(),
  contextTooLong: chatError(400, { message: 'The input is too long for the context of the model.' }),
  quota: chatError(429, { message: 'You have no credits left.', type: 'insufficient_quota' }),
} as const satisfies Readonly<Record<string, VendorError>>;

const inputItem = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('message'),
    role: z.enum(['user', 'assistant']),
    content: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({ type: z.literal('function_call_output'), call_id: z.string(), output: z.string() }),
]);

/** The fields of `/v1/responses` that AMAS may use; whatever else is sent is refused as unknown. */
const agentRequest = z.strictObject({
  model: z.literal('perplexity/sonar'),
  instructions: z.string().optional(),
  input: z.array(inputItem).min(1),
  max_output_tokens: z.int().positive().max(8_192),
  store: z.boolean().optional(),
  stream: z.boolean().optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        name: z.string(),
        description: z.string(),
        parameters: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) }),
    })
    .optional(),
});

/** Perplexity's `/v1/responses` on loopback. */
export function startPerplexityStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'pplx-standin-61ce';
  return startStandIn(createWire(apiKey), '/v1', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  return {
    requestId: ['x-request-id', 'req_stand_in_perplexity'],
    accept(request) {
      checkRoute(request, apiKey);
      const parsed = agentRequest.safeParse(request.body);
      if (!parsed.success) {
        const isModel = parsed.error.issues.some(({ path }) => path[0] === 'model');
        const message = isModel ? 'Invalid model' : parsed.error.message;
        throw new Refusal(chatError(400, { message, type: isModel ? 'invalid_model' : 'invalid_request' }));
      }
      checkCalls(parsed.data.input);
      return request as AcceptedRequest;
    },
    toJson: toResponse,
    toEvents,
    toErrorEvent: ({ body }) => ({ data: JSON.stringify(body) }),
  };
}

/** Chat completions were taken away on 2026-09-27. */
function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== '/v1/responses' || request.method !== 'POST') {
    throw new Refusal(chatError(404, { message: 'Not Found' }));
  }
  if (request.headers['authorization'] !== `Bearer ${apiKey}`) {
    throw new Refusal(chatError(401, { message: 'Invalid API key.' }));
  }
}

function checkCalls(input: readonly z.infer<typeof inputItem>[]): void {
  const open = new Set<string>();
  for (const item of input) {
    if (item.type === 'function_call') open.add(item.call_id);
    if (item.type === 'function_call_output' && !open.delete(item.call_id)) {
      throw new Refusal(chatError(400, { message: 'No tool call found for function call output.' }));
    }
  }
  if (open.size > 0)
    throw new Refusal(chatError(400, { message: 'No tool output found for function call.' }));
}

const incomplete: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
  other: 'something_new',
};

function toResponse(answer: ScriptedAnswer): Record<string, unknown> {
  const reason = incomplete[finishOf(answer)];
  const text = textOf(answer);
  const content =
    answer.refusal === undefined
      ? [{ type: 'output_text', text, annotations: [] }]
      : [{ type: 'refusal', refusal: answer.refusal }];
  const calls = (answer.toolCalls ?? []).map((call, index) => ({
    type: 'function_call',
    call_id: call.id ?? `call_${index + 1}`,
    name: call.name,
    arguments: call.arguments,
    status: 'completed',
  }));
  const { usage = usualUsage } = answer;
  return {
    id: 'resp_stand_in',
    object: 'response',
    model: 'perplexity/sonar',
    status: reason === undefined ? 'completed' : 'incomplete',
    incomplete_details: reason === undefined ? null : { reason },
    output: [{ type: 'message', role: 'assistant', content }, ...calls],
    ...(usage === null ? {} : { usage: toUsage(usage) }),
  };
}

function toUsage({ inputUncached, cacheRead, cacheWrite, output, reasoning }: Usage) {
  const input = inputUncached + cacheRead + cacheWrite;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    input_tokens_details: { cached_tokens: cacheRead },
    output_tokens_details: { reasoning_tokens: reasoning },
    cost: {
      input_cost: 0.0001,
      output_cost: 0.0002,
      tool_calls_cost: 0,
      total_cost: 0.0003,
      currency: 'USD',
    },
  };
}

function toEvents(answer: ScriptedAnswer): WireEvent[] {
  const event = (type: string, fields: Record<string, unknown>): WireEvent => ({
    event: type,
    data: JSON.stringify({ type, ...fields }),
  });
  const response = toResponse(answer);
  const isRefusal = answer.refusal !== undefined;
  const pieces = piecesOf(answer.refusal ?? textOf(answer));
  const deltas = pieces.map((delta) =>
    event(isRefusal ? 'response.refusal.delta' : 'response.output_text.delta', { output_index: 0, delta }),
  );
  const items = (response['output'] as unknown[]).map((item, index) =>
    event('response.output_item.done', { output_index: index, item }),
  );
  const last = response['status'] === 'completed' ? 'response.completed' : 'response.incomplete';
  return [
    event('response.created', { response: { id: 'resp_stand_in', status: 'in_progress' } }),
    ...deltas,
    ...items,
    { ...event(last, { response }), part: 'terminator' },
  ];
}
