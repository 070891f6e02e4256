import { chatChunks, chatCompletion } from './chat-completions.ts';
import { embeddingFace } from './embeddings.ts';
import { chatError, checkConversation, parseChatRequest, refusal, type ChatRequest } from './chat-request.ts';
import type { VendorError } from './scripted-answer.ts';
import { strictProblem } from './strict-json-schema.ts';
import {
  Refusal,
  startStandIn,
  type AcceptedRequest,
  type ProviderStandIn,
  type SeenRequest,
  type StandInOptions,
  type VendorWire,
} from './vendor-stand-in.ts';

const models = new Set(['gpt-6.1-terra', 'gpt-6.1-sol', 'gpt-6.2-astra', 'gpt-6-luna', 'gpt-4.1']);

/** Reasoning models take `max_completion_tokens` instead, and no temperature while they reason. */
const isReasoningModel = (model: string): boolean => model.startsWith('gpt-6');

const limited = (headers: Record<string, string>): VendorError => ({
  ...chatError(429, {
    message: 'Rate limit reached for requests per min.',
    type: 'requests',
    code: 'rate_limit_exceeded',
  }),
  headers,
});

/** Failures as OpenAI documents them. */
export const openaiErrors = {
  badRequest: chatError(400, { message: 'Invalid value.', code: 'invalid_value', param: 'messages' }),
  contentFilter: chatError(400, { message: 'Flagged.', code: 'content_policy_violation' }),
  contextTooLong: chatError(400, {
    message: "This model's maximum context length is 922000 tokens.",
    code: 'context_length_exceeded',
    param: 'messages',
  }),
  forbidden: chatError(403, { message: 'You are not allowed to sample from this model.' }),
  quota: chatError(429, {
    message: 'You have no credits left.',
    type: 'insufficient_quota',
    code: 'credit_balance_exhausted',
  }),
  spendLimit: chatError(429, { message: 'Limit reached.', code: 'project_spend_limit_exceeded' }),
  rateLimited: limited({}),
  rateLimitedMs: limited({ 'retry-after-ms': '1500', 'retry-after': '2' }),
  rateLimitedSeconds: limited({ 'retry-after': '7' }),
  rateLimitedReset: limited({
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1m12ms',
    'x-ratelimit-remaining-tokens': '149984',
    'x-ratelimit-reset-tokens': '6m0s',
  }),
  tooLarge: chatError(413, { message: 'The request is too large.' }),
  serverError: chatError(500, { message: 'The server had an error.', type: 'server_error' }),
  overloaded: chatError(503, { message: 'Overloaded.', type: 'server_error', code: 'server_is_overloaded' }),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

/** OpenAI's chat completions on loopback. */
export function startOpenaiStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'sk-proj-stand-in-Kf3vQ81xT6';
  return startStandIn(createWire(apiKey), '/v1', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  const parsed = (request: AcceptedRequest) => request.body as ChatRequest;
  return {
    free: {
      path: '/v1/models',
      key: ['authorization', `Bearer ${apiKey}`],
      answer: {
        object: 'list',
        data: [...models].map((id) => ({ id, object: 'model', owned_by: 'openai' })),
      },
      refusal: chatError(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' }),
    },
    embeddings: embeddingFace(
      {
        models: {
          'text-embedding-3-small': { dimensions: 1_536, shortens: true },
          'text-embedding-3-large': { dimensions: 3_072, shortens: true },
        },
        maxInputs: 2_048,
      },
      {
        path: '/v1/embeddings',
        apiKey,
        error: (status, message, words) => chatError(status, { message, ...words }),
      },
    ),
    requestId: ['x-request-id', 'req_stand_in_openai'],
    accept(request) {
      checkRoute(request, apiKey);
      const body = parseChatRequest(request.body);
      checkModel(body);
      checkConversation(body);
      checkSchema(body);
      if (body.stream_options && !body.stream) {
        throw refusal("'stream_options' needs 'stream'.", null, 'stream_options');
      }
      return request as AcceptedRequest;
    },
    toJson: (answer, request) => chatCompletion(answer, parsed(request).model),
    toEvents: (answer, request) =>
      chatChunks(answer, {
        model: parsed(request).model,
        lastFields: {},
        usageChunk: parsed(request).stream_options?.include_usage ?? false,
      }),
    toErrorEvent: ({ body }) => ({ data: JSON.stringify(body) }),
  };
}

function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== '/v1/chat/completions' || request.method !== 'POST') {
    throw new Refusal(chatError(404, { message: `Invalid URL (${request.method} ${request.path})` }));
  }
  const given = request.headers['authorization'];
  if (given === undefined) throw new Refusal(chatError(401, { message: "You didn't provide an API key." }));
  if (given !== `Bearer ${apiKey}`) {
    const shown = `${given.slice(7, 15)}…${given.slice(-4)}`;
    const message = `Incorrect API key provided: ${shown}.`;
    throw new Refusal(chatError(401, { message, code: 'invalid_api_key' }));
  }
  if (!request.headers['content-type']?.startsWith('application/json') || !request.body) {
    throw new Refusal(chatError(400, { message: 'We could not parse the JSON body of your request.' }));
  }
}

function checkModel(body: ChatRequest): void {
  if (!models.has(body.model)) {
    const message = `The model '${body.model}' does not exist or you do not have access to it.`;
    throw new Refusal(chatError(404, { message, code: 'model_not_found' }));
  }
  if (!isReasoningModel(body.model)) return;
  if (body.max_tokens !== undefined) {
    const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
    throw refusal(message, 'unsupported_parameter', 'max_tokens');
  }
  if (body.temperature !== undefined && body.temperature !== 1) {
    throw refusal("Unsupported value: 'temperature'.", 'unsupported_value', 'temperature');
  }
  if ((body.max_completion_tokens ?? 0) > 128_000) {
    throw refusal('max_completion_tokens is too large.', 'invalid_value', 'max_completion_tokens');
  }
}

export function checkSchema({ response_format: format }: ChatRequest): void {
  if (format?.type !== 'json_schema' || !format.json_schema.strict) return;
  const problem = strictProblem(format.json_schema.schema);
  if (problem !== undefined) throw refusal(`Invalid schema: ${problem}.`, null, 'response_format');
}
