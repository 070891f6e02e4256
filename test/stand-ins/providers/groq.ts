import { chatChunks, chatCompletion, toChatUsage } from './chat-completions.ts';
import { checkConversation, parseChatRequest, type ChatRequest } from './chat-request.ts';
import { usualUsage, type VendorError } from './scripted-answer.ts';
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

const models = new Set(['openai/gpt-oss-120b', 'openai/gpt-oss-20b']);

/** `{ error: { message, type, code } }`. */
const groqError = (
  status: number,
  words: { message: string; type?: string; code?: string },
): { status: number; body: unknown } => ({
  status,
  body: { error: { type: 'invalid_request_error', ...words } },
});

const limited = (headers: Record<string, string>): VendorError => ({
  ...groqError(429, { message: 'Rate limit reached.', type: 'tokens', code: 'rate_limit_exceeded' }),
  headers,
});

/** Failures as Groq documents them. */
export const groqErrors = {
  badRequest: groqError(400, { message: "'messages.0.content' is too short" }),
  contextTooLong: groqError(400, {
    message: 'Please reduce the length of the messages or completion.',
    code: 'context_length_exceeded',
  }),
  tooLargeForLimits: groqError(413, {
    message: 'Request too large for model on tokens per minute (TPM).',
    type: 'tokens',
    code: 'rate_limit_exceeded',
  }),
  forbidden: groqError(403, { message: 'Access denied.', type: 'permissions_error' }),
  quota: groqError(402, { message: 'Spend limit reached.', code: 'blocked_api_access' }),
  rateLimited: limited({}),
  rateLimitedSeconds: limited({ 'retry-after': '7' }),
  rateLimitedReset: limited({
    'x-ratelimit-remaining-requests': '14370',
    'x-ratelimit-reset-requests': '2m59.56s',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '7.66s',
  }),
  serverError: groqError(500, { message: 'Internal Server Error', type: 'internal_server_error' }),
  overloaded: groqError(503, { message: 'Service Unavailable', type: 'service_unavailable' }),
  flexCapacity: groqError(498, { message: 'Flex tier capacity exceeded.', code: 'capacity_exceeded' }),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

/** Groq's chat completions on loopback. */
export function startGroqStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'gsk_standInWq9Zr2LmX7';
  return startStandIn(createWire(apiKey), '/openai/v1', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  const parsed = (request: AcceptedRequest) => request.body as ChatRequest;
  return {
    free: {
      path: '/openai/v1/models',
      key: ['authorization', `Bearer ${apiKey}`],
      answer: { object: 'list', data: [...models].map((id) => ({ id, object: 'model' })) },
      refusal: groqError(401, { message: 'Invalid API Key', code: 'invalid_api_key' }),
    },
    requestId: ['x-request-id', 'req_stand_in_groq'],
    accept(request) {
      checkRoute(request, apiKey);
      const body = parseChatRequest(request.body);
      checkBody(body);
      checkConversation(body);
      return request as AcceptedRequest;
    },
    toJson: (answer, request) => ({
      ...chatCompletion(answer, parsed(request).model),
      x_groq: { id: 'req_stand_in_groq' },
    }),
    toEvents(answer, request) {
      const { usage = usualUsage } = answer;
      const extra = { id: 'req_stand_in_groq', ...(usage ? { usage: toChatUsage(usage) } : {}) };
      return chatChunks(answer, {
        model: parsed(request).model,
        lastFields: { x_groq: extra },
        usageChunk: false,
      });
    },
    toErrorEvent: ({ body }) => ({ event: 'error', data: JSON.stringify(body) }),
  };
}

function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== '/openai/v1/chat/completions' || request.method !== 'POST') {
    const message = `Unknown request URL: ${request.method} ${request.path}.`;
    throw new Refusal(groqError(404, { message, code: 'unknown_url' }));
  }
  if (request.headers['authorization'] !== `Bearer ${apiKey}`) {
    throw new Refusal(groqError(401, { message: 'Invalid API Key', code: 'invalid_api_key' }));
  }
  if (!request.headers['content-type']?.startsWith('application/json') || !request.body) {
    throw new Refusal(groqError(400, { message: 'The body is no JSON object.', code: 'json_parse_failed' }));
  }
}

function checkBody(body: ChatRequest): void {
  if (!models.has(body.model)) {
    const message = `The model \`${body.model}\` does not exist or you do not have access to it.`;
    throw new Refusal(groqError(404, { message, code: 'model_not_found' }));
  }
  if (body.stream_options) {
    throw new Refusal(groqError(400, { message: "property 'stream_options' is unsupported" }));
  }
  if (body.response_format?.type !== 'json_schema' || !body.response_format.json_schema.strict) return;
  const problem = strictProblem(body.response_format.json_schema.schema);
  if (problem !== undefined) {
    throw new Refusal(groqError(400, { message: `invalid JSON schema for response_format: ${problem}` }));
  }
}
