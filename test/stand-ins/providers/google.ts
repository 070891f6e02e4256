import { z } from 'zod';
import type { Usage } from '#providers/contract.ts';
import {
  finishOf,
  piecesOf,
  textOf,
  usualUsage,
  type ScriptedAnswer,
  type VendorError,
} from './scripted-answer.ts';
import { tokensOf, vectorOf } from './embeddings.ts';
import type { WireEvent } from './event-stream.ts';
import {
  Refusal,
  startStandIn,
  type AcceptedRequest,
  type ProviderStandIn,
  type SeenRequest,
  type StandInOptions,
  type VendorWire,
} from './vendor-stand-in.ts';

const models = new Set(['gemini-3.8-flash', 'gemini-2.5-flash-lite']);
const signature = 'c2lnbmVk';

const googleError = (
  status: number,
  word: string,
  message: string,
  details: unknown[] = [],
): VendorError => ({
  status,
  body: { error: { code: status, message, status: word, details } },
});

/** Failures as Google documents them: the wait stands in the body. */
export const googleErrors = {
  badRequest: googleError(400, 'INVALID_ARGUMENT', 'Invalid value at contents'),
  badKey: googleError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
  ]),
  contextTooLong: googleError(
    400,
    'INVALID_ARGUMENT',
    'The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).',
  ),
  tooLarge: googleError(400, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.'),
  noBilling: googleError(403, 'PERMISSION_DENIED', 'This API method requires billing to be enabled.', [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'BILLING_DISABLED' },
  ]),
  forbidden: googleError(403, 'PERMISSION_DENIED', 'The caller does not have permission'),
  rateLimited: googleError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.'),
  rateLimitedFor: googleError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7.5s' },
  ]),
  serverError: googleError(500, 'INTERNAL', 'An internal error has occurred.'),
  overloaded: googleError(503, 'UNAVAILABLE', 'The model is overloaded.'),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

/** Gemini's `generateContent` on loopback. */
export function startGoogleStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'standin-gemini-3f81';
  return startStandIn(createWire(apiKey), '/v1beta', { ...options, apiKey });
}

const part = z.union([
  z.strictObject({
    text: z.string().min(1),
    thoughtSignature: z.string().optional(),
    thought: z.boolean().optional(),
  }),
  z.strictObject({
    functionCall: z.strictObject({
      id: z.string(),
      name: z.string(),
      args: z.record(z.string(), z.unknown()),
    }),
    thoughtSignature: z.string().optional(),
  }),
  z.strictObject({
    functionResponse: z.strictObject({
      id: z.string(),
      name: z.string(),
      response: z.record(z.string(), z.unknown()),
    }),
  }),
]);

/** The fields of `generateContent` that AMAS may use; whatever else is sent is refused as unknown. */
const generateRequest = z.strictObject({
  contents: z.array(z.strictObject({ role: z.enum(['user', 'model']), parts: z.array(part).min(1) })).min(1),
  systemInstruction: z.strictObject({ parts: z.array(z.strictObject({ text: z.string() })) }).optional(),
  tools: z
    .array(
      z.strictObject({
        functionDeclarations: z.array(
          z.strictObject({
            name: z.string().regex(/^[a-zA-Z_][\w.-]{0,63}$/),
            description: z.string(),
            parametersJsonSchema: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    )
    .optional(),
  toolConfig: z
    .strictObject({
      functionCallingConfig: z.strictObject({
        mode: z.enum(['AUTO', 'ANY', 'NONE']),
        allowedFunctionNames: z.array(z.string()).optional(),
      }),
    })
    .optional(),
  generationConfig: z
    .strictObject({
      maxOutputTokens: z.int().positive().max(65_536),
      temperature: z.number().min(0).max(2).optional(),
      stopSequences: z.array(z.string()).max(5).optional(),
      responseMimeType: z.literal('application/json').optional(),
      responseJsonSchema: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
/** At most a hundred texts; each names the model again. */
const batchEmbedRequest = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        model: z.literal('models/gemini-embedding-001'),
        content: z.strictObject({ parts: z.tuple([z.strictObject({ text: z.string().min(1) })]) }),
        taskType: z.enum(['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT']).optional(),
        outputDimensionality: z.int().min(1).max(3_072).optional(),
      }),
    )
    .min(1)
    .max(100),
});
type GenerateRequest = z.infer<typeof generateRequest>;

function createWire(apiKey: string): VendorWire {
  /** Names of calls that were made after thinking: their parts are wanted back with the signature. */
  const signed = new Set<string>();
  return {
    free: {
      path: '/v1beta/models',
      key: ['x-goog-api-key', apiKey],
      answer: { models: [...models].map((name) => ({ name: `models/${name}` })) },
      refusal: googleErrors.badKey,
    },
    embeddings: {
      matches: (path) => path.endsWith(':batchEmbedContents'),
      accept(request) {
        if (request.headers['x-goog-api-key'] !== apiKey) throw new Refusal(googleErrors.badKey);
        if (request.path !== '/v1beta/models/gemini-embedding-001:batchEmbedContents') {
          throw new Refusal(googleError(404, 'NOT_FOUND', `${request.path} is not found`));
        }
        const parsed = batchEmbedRequest.safeParse(request.body);
        if (parsed.success) return request as AcceptedRequest;
        throw new Refusal(
          googleError(400, 'INVALID_ARGUMENT', `Invalid JSON payload: ${parsed.error.message}`),
        );
      },
      toJson({ usage }, request) {
        const { requests } = request.body as z.infer<typeof batchEmbedRequest>;
        const texts = requests.map(({ content }) => content.parts[0].text);
        return {
          embeddings: requests.map(({ outputDimensionality = 3_072 }, at) => ({
            values: vectorOf(texts[at]!, outputDimensionality),
          })),
          ...(usage === null ? {} : { usageMetadata: { promptTokenCount: tokensOf(texts) } }),
        };
      },
    },
    requestId: ['x-request-id', 'req_stand_in_google'],
    isStream: ({ path }) => path.includes(':streamGenerateContent'),
    accept(request) {
      checkRoute(request, apiKey);
      const parsed = generateRequest.safeParse(request.body);
      if (!parsed.success) {
        throw new Refusal(
          googleError(400, 'INVALID_ARGUMENT', `Invalid JSON payload: ${parsed.error.message}`),
        );
      }
      checkContents(parsed.data, signed);
      return request as AcceptedRequest;
    },
    toJson(answer, request) {
      remember(answer, signed);
      return {
        candidates: [{ content: { role: 'model', parts: toParts(answer) }, finishReason: reasonOf(answer) }],
        ...usageOf(answer),
        modelVersion: modelOf(request),
      };
    },
    toEvents(answer, request) {
      remember(answer, signed);
      return toEvents(answer, modelOf(request));
    },
    toErrorEvent: ({ body }) => ({ data: JSON.stringify(body) }),
  };
}

const modelOf = ({ path }: SeenRequest): string =>
  decodeURIComponent(path.match(/\/models\/([^:]+):/)?.[1] ?? '');

function checkRoute(request: SeenRequest, apiKey: string): void {
  const isKnown = /^\/v1beta\/models\/[^/:]+:(generateContent|streamGenerateContent\?alt=sse)$/.test(
    request.path,
  );
  if (!isKnown || request.method !== 'POST') throw new Refusal(googleError(404, 'NOT_FOUND', 'Not found'));
  if (request.headers['x-goog-api-key'] !== apiKey) throw new Refusal(googleErrors.badKey);
  if (!models.has(modelOf(request))) {
    throw new Refusal(googleError(404, 'NOT_FOUND', `models/${modelOf(request)} is not found`));
  }
}

/** Results follow their calls, all of them, and a signed call comes back signed. */
function checkContents({ contents }: GenerateRequest, signed: ReadonlySet<string>): void {
  const bad = (message: string) => new Refusal(googleError(400, 'INVALID_ARGUMENT', message));
  let open = new Set<string>();
  for (const { role, parts } of contents) {
    const responses = parts.flatMap((each) => ('functionResponse' in each ? each.functionResponse.id : []));
    if (role === 'user' && open.size > 0 && responses.length !== open.size) {
      throw bad('the number of function response parts must equal the number of function call parts');
    }
    open = new Set(parts.flatMap((each) => ('functionCall' in each ? each.functionCall.id : [])));
    for (const each of parts) {
      if (!('functionCall' in each) || !signed.has(each.functionCall.id)) continue;
      if (each.thoughtSignature !== signature) throw bad('Function call is missing a thought_signature');
    }
  }
}

function remember({ thinking, toolCalls = [] }: ScriptedAnswer, signed: Set<string>): void {
  if (thinking !== undefined) toolCalls.forEach((call, index) => signed.add(call.id ?? `call_${index + 1}`));
}

function toParts(answer: ScriptedAnswer): Record<string, unknown>[] {
  const text = textOf(answer) || (answer.refusal ?? '');
  return [
    ...(answer.thinking === undefined ? [] : [{ text: answer.thinking, thought: true }]),
    ...(text === '' ? [] : [{ text }]),
    ...callParts(answer),
  ];
}

function callParts({ toolCalls = [], thinking }: ScriptedAnswer): Record<string, unknown>[] {
  return toolCalls.map((call, index) => ({
    functionCall: {
      id: call.id ?? `call_${index + 1}`,
      name: call.name,
      args: JSON.parse(call.arguments) as unknown,
    },
    ...(thinking === undefined ? {} : { thoughtSignature: signature }),
  }));
}

const reasons = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  refusal: 'SAFETY',
  'content-filter': 'SAFETY',
  other: 'SOMETHING_NEW',
} as const;

const reasonOf = (answer: ScriptedAnswer): string => reasons[finishOf(answer)];

function usageOf({ usage = usualUsage }: ScriptedAnswer): Record<string, unknown> {
  return usage === null ? {} : { usageMetadata: toMetadata(usage) };
}

function toMetadata({ inputUncached, cacheRead, cacheWrite, output, reasoning }: Usage) {
  const prompt = inputUncached + cacheRead + cacheWrite;
  return {
    promptTokenCount: prompt,
    cachedContentTokenCount: cacheRead,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: prompt + output,
  };
}

/** There is no terminator: the last event has the finish reason. */
function toEvents(answer: ScriptedAnswer, modelVersion: string): WireEvent[] {
  const event = (parts: readonly unknown[], rest: Record<string, unknown> = {}) =>
    JSON.stringify({ candidates: [{ content: { role: 'model', parts }, ...rest }], modelVersion });
  const thoughts = piecesOf(answer.thinking ?? '').map((text) => ({ text, thought: true }));
  const texts = piecesOf(textOf(answer) || (answer.refusal ?? '')).map((text) => ({ text }));
  const last = {
    candidates: [{ content: { role: 'model', parts: [] }, finishReason: reasonOf(answer) }],
    modelVersion,
    ...usageOf(answer),
  };
  return [
    ...[...thoughts, ...texts, ...callParts(answer)].map((piece) => ({ data: event([piece]) })),
    { data: JSON.stringify(last), part: 'finish' },
  ];
}
