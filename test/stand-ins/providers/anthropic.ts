import { message, messageEvents } from './messages.ts';
import {
  checkTurns,
  invalid,
  messagesError,
  parseMessagesRequest,
  type MessagesRequest,
} from './messages-request.ts';
import type { ScriptedAnswer, VendorError } from './scripted-answer.ts';
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

const models = new Set([
  'claude-sonnet-5-5',
  'claude-opus-5-5',
  'claude-fable-5-2',
  'claude-haiku-5-5',
  'claude-opus-4-5',
]);
const knownVersions = new Set(['2023-06-01', '2026-10-21']);

/** Models after Opus 4.6. */
const refusesTemperature = (model: string): boolean => !model.endsWith('-4-5');

const limited = (headers: Record<string, string>, details?: unknown): VendorError =>
  messagesError(429, 'rate_limit_error', { message: 'Number of request tokens exceeded.', headers, details });

/** Failures as Anthropic documents them. */
export const anthropicErrors = {
  badRequest: messagesError(400, 'invalid_request_error', {
    message: 'messages.0.content: Input should be a valid string',
  }),
  contextTooLong: messagesError(400, 'invalid_request_error', {
    message: 'prompt is too long: 1034520 tokens > 1000000 maximum',
  }),
  tooLarge: messagesError(413, 'request_too_large', { message: 'Request exceeds the maximum size' }),
  forbidden: messagesError(403, 'permission_error', { message: 'Your API key lacks permission.' }),
  quota: messagesError(402, 'billing_error', { message: 'There is an issue with your billing.' }),
  creditTooLow: messagesError(400, 'invalid_request_error', {
    message: 'Your credit balance is too low to access the Anthropic API.',
  }),
  spendLimit: limited({}, { error_code: 'enforced_spend_limit_reached' }),
  rateLimited: limited({}),
  rateLimitedSeconds: limited({ 'retry-after': '7' }),
  serverError: messagesError(500, 'api_error', { message: 'Internal server error' }),
  unavailable: messagesError(503, 'api_error', { message: 'Service unavailable' }),
  overloaded: messagesError(529, 'overloaded_error', { message: 'Overloaded' }),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

/** A limit that states when each dimension is full again, in RFC 3339. */
export function rateLimitedUntil(reset: Date): VendorError {
  return limited({
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-input-tokens-reset': reset.toISOString(),
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': new Date(reset.getTime() + 60_000).toISOString(),
  });
}

/** Anthropic's messages on loopback. */
export function startAnthropicStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'sk-ant-api03-stand-in-Zq71LmVx0';
  return startStandIn(createWire(apiKey), '', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  /** Calls that were made after thinking: the turn that repeats one must hold the thinking too. */
  const thoughtBefore = new Set<string>();
  const parsed = (request: AcceptedRequest) => request.body as unknown as MessagesRequest;
  const remember = (answer: ScriptedAnswer) => {
    if (answer.thinking === undefined) return;
    answer.toolCalls?.forEach((call, index) => thoughtBefore.add(call.id ?? `toolu_${index + 1}`));
  };
  return {
    free: {
      path: '/v1/models',
      key: ['x-api-key', apiKey],
      answer: { data: [...models].map((id) => ({ id, type: 'model' })), has_more: false },
      refusal: messagesError(401, 'authentication_error', { message: 'invalid x-api-key' }),
    },
    requestId: ['request-id', 'req_stand_in_anthropic'],
    accept(request) {
      checkRoute(request, apiKey);
      const body = parseMessagesRequest(request.body);
      checkModel(body);
      checkTurns(body);
      checkEcho(body, thoughtBefore);
      checkFormat(body);
      return request as AcceptedRequest;
    },
    toJson(answer, request) {
      remember(answer);
      return message(answer, parsed(request).model);
    },
    toEvents(answer, request) {
      remember(answer);
      return messageEvents(answer, parsed(request).model);
    },
    toErrorEvent: ({ body }) => ({ event: 'error', data: JSON.stringify(body) }),
  };
}

function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== '/v1/messages' || request.method !== 'POST') {
    throw new Refusal(messagesError(404, 'not_found_error', { message: 'Not found' }));
  }
  const { authorization, 'x-api-key': given } = request.headers;
  if (given === undefined && authorization === undefined) {
    throw new Refusal(
      messagesError(401, 'authentication_error', { message: 'x-api-key header is required' }),
    );
  }
  if (given !== apiKey && authorization !== `Bearer ${apiKey}`) {
    throw new Refusal(messagesError(401, 'authentication_error', { message: 'invalid x-api-key' }));
  }
  const version = request.headers['anthropic-version'];
  if (version === undefined) throw invalid('anthropic-version: header is required');
  if (!knownVersions.has(version)) throw invalid(`anthropic-version: "${version}" is not a valid version`);
  if (!request.headers['content-type']?.startsWith('application/json') || !request.body) {
    throw invalid('The request body is not valid JSON');
  }
}

function checkModel(body: MessagesRequest): void {
  if (!models.has(body.model)) {
    throw new Refusal(messagesError(404, 'not_found_error', { message: `model: ${body.model}` }));
  }
  if (body.max_tokens > 128_000) {
    throw invalid(`max_tokens: ${body.max_tokens} > 128000, which is the maximum`);
  }
  if (refusesTemperature(body.model) && body.temperature !== undefined && body.temperature !== 1) {
    throw invalid('`temperature` may only be set to 1 for this model.');
  }
}

function checkEcho({ messages }: MessagesRequest, thoughtBefore: ReadonlySet<string>): void {
  for (const [index, { content }] of messages.entries()) {
    if (typeof content === 'string') continue;
    const thought = content.some((block) => block.type === 'tool_use' && thoughtBefore.has(block.id));
    if (thought && content[0]?.type !== 'thinking') {
      throw invalid(
        `messages.${index}.content.0.type: Expected \`thinking\`, but found \`${content[0]?.type}\``,
      );
    }
  }
}

function checkFormat({ output_config: config }: MessagesRequest): void {
  const schema = config?.format.schema;
  if (!schema) return;
  const text = JSON.stringify(schema);
  const refused = ['minLength', 'maxLength', 'minimum', 'maximum', 'maxItems', 'pattern'].find((keyword) =>
    text.includes(`"${keyword}":`),
  );
  if (refused !== undefined) throw invalid(`output_config.format.schema: '${refused}' is not supported`);
  // Properties may be optional here; objects must be closed.
  const problem = strictProblem(schema);
  if (problem?.includes('additionalProperties')) throw invalid(`output_config.format.schema: ${problem}`);
}
