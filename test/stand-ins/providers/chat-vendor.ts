import type { Usage } from '#providers/contract.ts';
import { chatChunks, chatCompletion, toChatUsage } from './chat-completions.ts';
import { embeddingFace, type EmbeddingRules } from './embeddings.ts';
import { chatError, checkConversation, parseChatRequest, refusal, type ChatRequest } from './chat-request.ts';
import { usualUsage, type VendorError } from './scripted-answer.ts';
import {
  Refusal,
  startStandIn,
  type AcceptedRequest,
  type ProviderStandIn,
  type SeenRequest,
  type StandInOptions,
  type VendorWire,
} from './vendor-stand-in.ts';

export type ErrorOf = (
  status: number,
  message: string,
  words?: { type?: string; code?: string },
) => VendorError;

/** A vendor that took over OpenAI's chat completions, and where it differs from them. */
export interface ChatVendor {
  readonly id: string;
  readonly apiKey: string;
  /** The path of the base URL, and of the chat below it. */
  readonly basePath: string;
  readonly chatPath?: string;
  readonly models: ReadonlySet<string>;
  readonly maxOutputTokens: number;
  /** Where a stream tells the usage: in a chunk of its own when asked, or always with the last. */
  readonly usage: 'when-asked' | 'last-chunk';
  readonly toUsage?: (usage: Usage) => Readonly<Record<string, unknown>>;
  readonly error?: ErrorOf;
  /** What this vendor alone refuses. */
  readonly check?: (body: ChatRequest) => void;
  /** The body in OpenAI's words, for a vendor that has others. */
  readonly read?: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** The free call that wants the key, where it is not the list of models; null: there is none. */
  readonly free?: { readonly path: string; readonly answer?: unknown } | null;
  /** What the vendor's `/embeddings` takes, where it has one. */
  readonly embeddings?: EmbeddingRules;
  /** Written over an answer in one piece, and over each chunk. */
  readonly rewrite?: (answer: Record<string, unknown>) => Record<string, unknown>;
}

/** What most of these vendors send for errors. */
export const openaiError: ErrorOf = (status, message, words = {}) => chatError(status, { message, ...words });

/** @param embeddings of a vendor whose embeddings are not of OpenAI's shape. */
export function startChatVendor(
  vendor: ChatVendor,
  options: StandInOptions = {},
  embeddings?: VendorWire['embeddings'],
): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? vendor.apiKey;
  const wire = { ...createWire(vendor, apiKey), ...(embeddings ? { embeddings } : {}) };
  return startStandIn(wire, vendor.basePath, { ...options, apiKey });
}

function createWire(vendor: ChatVendor, apiKey: string): VendorWire {
  const { error = openaiError, rewrite = (answer) => answer, toUsage = toChatUsage } = vendor;
  const parsed = (request: AcceptedRequest) => request.body as ChatRequest;
  return {
    ...(vendor.embeddings
      ? {
          embeddings: embeddingFace(vendor.embeddings, {
            path: `${vendor.basePath}/embeddings`,
            apiKey,
            error,
          }),
        }
      : {}),
    requestId: ['x-request-id', `req_stand_in_${vendor.id}`],
    ...(vendor.free === null ? {} : { free: freeCall(vendor, apiKey, error) }),
    accept(request) {
      checkRoute(request, { vendor, apiKey, error });
      const body = parseChatRequest(vendor.read?.(request.body ?? {}) ?? request.body);
      checkBody(body, vendor, error);
      checkConversation(body);
      return request as AcceptedRequest;
    },
    toJson: (answer, request) => rewrite(chatCompletion(answer, parsed(request).model, toUsage)),
    toEvents: (answer, request) => {
      const { usage = usualUsage } = answer;
      const isAsked = parsed(request).stream_options?.include_usage === true;
      const chunks = chatChunks(
        answer,
        {
          model: parsed(request).model,
          lastFields: vendor.usage === 'last-chunk' && usage ? { usage: toUsage(usage) } : {},
          usageChunk: vendor.usage === 'when-asked' && isAsked,
        },
        toUsage,
      );
      return chunks.map((event) => (event.part === 'terminator' ? event : rewritten(event, rewrite)));
    },
    toErrorEvent: ({ body }) => ({ data: JSON.stringify(body) }),
  };
}

function freeCall({ basePath, free, models }: ChatVendor, apiKey: string, error: ErrorOf) {
  return {
    path: free?.path ?? `${basePath}/models`,
    key: ['authorization', `Bearer ${apiKey}`],
    answer: free?.answer ?? { object: 'list', data: [...models].map((id) => ({ id, object: 'model' })) },
    refusal: error(401, 'Invalid API key.', { code: 'invalid_api_key' }),
  } as const;
}

function rewritten<Event extends { readonly data: string }>(
  event: Event,
  rewrite: NonNullable<ChatVendor['rewrite']>,
): Event {
  return { ...event, data: JSON.stringify(rewrite(JSON.parse(event.data) as Record<string, unknown>)) };
}

interface Route {
  readonly vendor: ChatVendor;
  readonly apiKey: string;
  readonly error: ErrorOf;
}

function checkRoute(request: SeenRequest, { vendor, apiKey, error }: Route): void {
  const path = `${vendor.basePath}${vendor.chatPath ?? '/chat/completions'}`;
  if (request.path !== path || request.method !== 'POST') throw new Refusal(error(404, 'Not Found'));
  if (request.headers['authorization'] !== `Bearer ${apiKey}`) {
    throw new Refusal(error(401, 'Invalid API key.', { code: 'invalid_api_key' }));
  }
  if (!request.headers['content-type']?.startsWith('application/json') || !request.body) {
    throw new Refusal(error(400, 'The body is no JSON object.'));
  }
}

function checkBody(body: ChatRequest, vendor: ChatVendor, error: ErrorOf): void {
  if (!vendor.models.has(body.model)) {
    throw new Refusal(error(404, `The model ${body.model} does not exist.`, { code: 'model_not_found' }));
  }
  if (body.max_completion_tokens !== undefined) {
    throw refusal(
      "Unknown parameter: 'max_completion_tokens'.",
      'unknown_parameter',
      'max_completion_tokens',
    );
  }
  if ((body.max_tokens ?? 0) > vendor.maxOutputTokens) {
    throw refusal('max_tokens is too large.', 'invalid_value', 'max_tokens');
  }
  if (body.stream_options && vendor.usage !== 'when-asked') {
    throw refusal("Unknown parameter: 'stream_options'.", 'unknown_parameter', 'stream_options');
  }
  vendor.check?.(body);
}

/** The failures that vendors of this shape have in common; each adds its own. */
export function commonErrors(error: ErrorOf = openaiError) {
  const limited = (headers: Record<string, string>): VendorError => ({
    ...error(429, 'Rate limit reached.', { type: 'rate_limit_error' }),
    headers,
  });
  return {
    badRequest: error(400, 'Invalid value.'),
    unprocessable: error(422, 'Invalid value.'),
    forbidden: error(403, 'Access denied.'),
    noBalance: error(402, 'Insufficient balance.'),
    rateLimited: limited({}),
    rateLimitedSeconds: limited({ 'retry-after': '7' }),
    rateLimitedReset: limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }),
    tooLarge: error(413, 'The request is too large.'),
    serverError: error(500, 'Internal error.', { type: 'server_error' }),
    overloaded: error(503, 'Service unavailable.'),
    badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
  } as const satisfies Readonly<Record<string, VendorError>>;
}
