import { z } from 'zod';
import type { Usage } from '#providers/contract.ts';
import type { WireEvent } from './event-stream.ts';
import { piecesOf, textOf, usualUsage, type ScriptedAnswer, type VendorError } from './scripted-answer.ts';
import {
  Refusal,
  startStandIn,
  type AcceptedRequest,
  type ProviderStandIn,
  type SeenRequest,
  type StandInOptions,
  type VendorWire,
} from './vendor-stand-in.ts';

const replicateError = (
  status: number,
  detail: string,
  headers: Record<string, string> = {},
): VendorError => ({
  status,
  headers,
  body: { title: 'Refused', detail, status },
});

/** Failures as Replicate documents them. */
export const replicateErrors = {
  badRequest: replicateError(400, 'The request is not valid.'),
  unprocessable: replicateError(422, '- input.prompt: String length must be greater than 0'),
  contextTooLong: replicateError(422, 'The prompt is too long for the model.'),
  forbidden: replicateError(403, 'You do not have permission.'),
  noBalance: replicateError(402, 'You have insufficient credit to run this model.'),
  rateLimited: replicateError(429, 'Request was throttled.'),
  rateLimitedSeconds: replicateError(429, 'Request was throttled.', { 'retry-after': '7' }),
  tooLarge: replicateError(413, 'The request is too large.'),
  serverError: replicateError(500, 'Internal server error.'),
  overloaded: replicateError(503, 'Service unavailable.'),
  badGateway: { status: 502, body: '<html><body>502 Bad Gateway</body></html>' },
} as const satisfies Readonly<Record<string, VendorError>>;

const path = '/v1/models/meta/meta-llama-3-70b-instruct/predictions';

/** What the model and the API take; whatever else is sent is refused as unknown. */
const creation = z.strictObject({
  stream: z.boolean().optional(),
  input: z.strictObject({
    prompt: z.string().min(1),
    system_prompt: z.string().optional(),
    max_tokens: z.int().positive().max(4_096),
    temperature: z.number().min(0).max(5).optional(),
  }),
});

/** Replicate's predictions on loopback. */
export function startReplicateStandIn(options: StandInOptions = {}): Promise<ProviderStandIn> {
  const apiKey = options.apiKey ?? 'r8_standin_40fe';
  return startStandIn(createWire(apiKey), '/v1', { ...options, apiKey });
}

function createWire(apiKey: string): VendorWire {
  return {
    free: {
      path: '/v1/account',
      key: ['authorization', `Bearer ${apiKey}`],
      answer: { type: 'organization', username: 'acme', name: 'Acme' },
      refusal: replicateError(401, 'You did not pass a valid authentication token'),
    },
    requestId: ['x-request-id', 'req_stand_in_replicate'],
    accept(request) {
      checkRoute(request, apiKey);
      const parsed = creation.safeParse(request.body);
      if (!parsed.success) throw new Refusal(replicateError(422, parsed.error.message));
      if (!parsed.data.stream && !/^wait=([1-9]|[1-5]\d|60)$/.test(request.headers['prefer'] ?? '')) {
        throw new Refusal(replicateError(400, 'Prefer must be wait=n'));
      }
      return request as AcceptedRequest;
    },
    toJson: (answer) => predictionOf(answer, 'succeeded', 'http://127.0.0.1'),
    separateStream: {
      created: (answer, _request, base) => predictionOf(answer, 'starting', base),
      ended: (answer, base) => predictionOf(answer, 'succeeded', base),
    },
    toEvents,
    toErrorEvent: () => ({ event: 'error', data: 'Prediction failed.' }),
  };
}

function checkRoute(request: SeenRequest, apiKey: string): void {
  if (request.path !== path || request.method !== 'POST') {
    throw new Refusal(replicateError(404, 'The requested resource could not be found.'));
  }
  if (request.headers['authorization'] !== `Bearer ${apiKey}`) {
    throw new Refusal(replicateError(401, 'You did not pass a valid authentication token'));
  }
}

const said = (answer: ScriptedAnswer): string => textOf(answer) || (answer.refusal ?? '');

function predictionOf(answer: ScriptedAnswer, status: string, base: string): Record<string, unknown> {
  const { usage = usualUsage } = answer;
  const hasEnded = status === 'succeeded';
  return {
    id: 'gm3qorzdhgbfurvjtvhg6dckhu',
    status,
    output: hasEnded ? piecesOf(said(answer)) : null,
    error: null,
    metrics: { predict_time: 0.4, ...(hasEnded && usage ? toCounts(usage) : {}) },
    urls: {
      get: `${base}/predictions/1/get`,
      cancel: `${base}/predictions/1/cancel`,
      stream: `${base}/predictions/1/stream`,
    },
  };
}

const toCounts = ({ inputUncached, cacheRead, cacheWrite, output }: Usage) => ({
  input_token_count: inputUncached + cacheRead + cacheWrite,
  output_token_count: output,
});

function toEvents(answer: ScriptedAnswer): WireEvent[] {
  return [
    { event: 'output', data: '' },
    ...piecesOf(said(answer)).map((data) => ({ event: 'output', data })),
    { event: 'done', data: '{}', part: 'terminator' as const },
  ];
}
