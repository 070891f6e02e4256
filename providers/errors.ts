import { z } from 'zod';
import { AmasError, type Retry } from '#monitoring/errors.ts';
import { PrivateAddressError } from '#monitoring/http/private-address.ts';
import type { Attempt } from './contract.ts';

interface Kind {
  readonly retry: Retry;
  /** Completes "openai: …" for the operator. */
  readonly message: string;
  /** What a user may read. */
  readonly advice: (provider: string) => string;
}

const kinds = {
  'providers.rate_limited': {
    retry: 'backoff',
    message: 'too many requests',
    advice: (provider) =>
      `${provider} takes no more requests at the moment. Try again later, or configure a second provider.`,
  },
  'providers.overloaded': {
    retry: 'backoff',
    message: 'the vendor failed or has no capacity',
    advice: (provider) =>
      `${provider} has no capacity at the moment. Try again later, or configure a second provider.`,
  },
  'providers.quota': {
    retry: 'never',
    message: 'no balance or spend limit reached',
    advice: (provider) =>
      `The ${provider} account has no balance left or has reached its spend limit. Add credit or raise the limit there.`,
  },
  'providers.timeout': {
    retry: 'backoff',
    message: 'no complete answer in time',
    advice: (provider) => `${provider} did not answer in time. Try again later.`,
  },
  'providers.unauthorised': {
    retry: 'never',
    message: 'the key was not accepted',
    advice: (provider) => `${provider} did not accept the API key. Check the key and its rights.`,
  },
  'providers.bad_request': {
    retry: 'never',
    message: 'the request was not accepted',
    advice: (provider) =>
      `${provider} did not accept the request. The operator can find in the log what was wrong with it.`,
  },
  'providers.model_not_found': {
    retry: 'never',
    message: 'no such model or address',
    advice: (provider) => `${provider} does not know the model. Check the configured model and base URL.`,
  },
  'providers.context_too_long': {
    retry: 'never',
    message: 'the prompt is longer than the model takes',
    advice: (provider) =>
      `The text is too long for the model of ${provider}. Ask about less at once, or configure a model with a larger context.`,
  },
  'providers.refused': {
    retry: 'never',
    message: 'the content was refused',
    advice: (provider) => `${provider} refused to work on this content.`,
  },
  'providers.malformed_response': {
    retry: 'backoff',
    message: 'the answer was cut off or could not be read',
    advice: (provider) => `${provider} sent an answer that could not be read. Try again later.`,
  },
  'providers.unavailable': {
    retry: 'backoff',
    message: 'no connection, or it was lost',
    advice: (provider) => `${provider} could not be reached. Check the network and the base URL.`,
  },
  'providers.budget_exceeded': {
    retry: 'never',
    message: 'the call does not fit the cost limit',
    advice: () =>
      'The cost limit of this task leaves no room for another model call. Raise the limit or ask for less.',
  },
  'providers.settings_invalid': {
    retry: 'never',
    message: 'the settings are not valid',
    advice: (provider) => `The settings of ${provider} are not valid. Run \`amas config check\`.`,
  },
  'providers.no_candidate': {
    retry: 'never',
    message: 'no candidate may take the request',
    advice: () => 'No configured model may take this request. Run `amas route explain` to see why.',
  },
  'providers.routing_invalid': {
    retry: 'never',
    message: 'the routing configuration is not valid',
    advice: () => 'The routing configuration is not valid. Run `amas route explain` to see why.',
  },
  'providers.exhausted': {
    retry: 'never',
    message: 'every candidate failed',
    advice: () => 'No model could be asked. Configure a provider key, or correct the one that is set.',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProviderErrorCode = keyof typeof kinds;

export interface ProviderErrorOptions {
  /** When the vendor states a wait, or when the retry depends on the case. */
  readonly retry?: Retry;
  readonly publicMessage?: string;
  /** Words and numbers only: never the vendor's own message, which may repeat the prompt or a part of the key. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: ProviderError;
  /** True when the vendor may have worked, and may charge, although no answer came. */
  readonly mayBeBilled?: boolean;
}

/** Why a model call failed. The vendor's error is not its `cause`, because it holds texts that no log may show. */
export class ProviderError extends AmasError {
  declare readonly code: ProviderErrorCode;
  readonly mayBeBilled: boolean;

  constructor(code: ProviderErrorCode, provider: string, options: ProviderErrorOptions = {}) {
    const kind: Kind = kinds[code];
    super(code, `${provider}: ${kind.message}`, {
      retry: options.retry ?? kind.retry,
      publicMessage: options.publicMessage ?? kind.advice(provider),
      details: { provider, ...options.details },
      cause: options.cause,
    });
    this.mayBeBilled = options.mayBeBilled ?? false;
  }
}

/** Every candidate failed: all attempts, with the most useful cause as `cause`. */
export class ExhaustedError extends ProviderError {
  readonly attempts: readonly Attempt[];

  constructor(attempts: readonly Attempt[], options: ProviderErrorOptions) {
    super('providers.exhausted', 'router', options);
    this.attempts = attempts;
  }
}

const tooLongWords = 'too long: ';

/** An answer, or a line of it, that no vendor of good will sends. */
export class AnswerTooLongError extends Error {
  /** @param than how long is too long. */
  constructor(than: string) {
    super(`${tooLongWords}${than}`);
  }
}

/** What a vendor said when it would not answer. `message` serves to classify and is never kept. */
export interface VendorRefusal {
  /** Undefined for an error inside a stream that began with a 200. */
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly type: string | undefined;
  readonly code: string | undefined;
  readonly message: string;
}

/** What is needed to turn whatever an SDK threw into a `ProviderError`. */
export interface FailureContext {
  readonly provider: string;
  /** Held so that no word of the vendor that repeats it gets through. */
  readonly apiKey: string;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch, for waits stated as dates. */
  readonly now: number;
  /** The vendor's own words, where they say more than the status. */
  readonly classify: (refusal: VendorRefusal) => ProviderErrorCode | undefined;
  /** A wait that the vendor states in other headers than `retry-after`. */
  readonly statedWaitMs?: (headers: Headers, now: number) => number | undefined;
}

/**
 * The error to throw for what an SDK, a fetch or the reading of a body threw: the signal's reason when it aborted,
 * a `ProviderError` for what the vendor or the network did, and the thrown value itself when it is a bug of ours.
 */
export function toFailure(thrown: unknown, context: FailureContext): Error {
  if (context.signal.aborted) return context.signal.reason as Error;
  if (thrown instanceof ProviderError) return thrown;
  const guarded = guardFailure(thrown, context.provider);
  if (guarded) return guarded;
  const sdkError = sdkErrorShape.safeParse(thrown).data;
  if (sdkError?.status !== undefined && isRedirect(sdkError.status)) {
    return redirected(context.provider, sdkError.status);
  }
  if (sdkError && (sdkError.status !== undefined || sdkError.error !== undefined)) {
    return refused(sdkError, context);
  }
  if (thrown instanceof SyntaxError) return malformed(context.provider, 'not JSON');
  return transportFailure(thrown, context.provider) ?? (thrown as Error);
}

/** What our own guards threw in the middle of a vendor's client. */
function guardFailure(thrown: unknown, provider: string): ProviderError | undefined {
  const chain = causesOf(thrown);
  const tooLong = chain.find((error) => error instanceof AnswerTooLongError);
  if (tooLong) return malformed(provider, tooLong.message);
  const isInside = chain.some((error) => error instanceof PrivateAddressError);
  return isInside ? intoPrivateNetwork(provider) : undefined;
}

/** An answer that is not what the vendor's contract says. `problem` names the place, never the content. */
export function malformed(provider: string, problem: string): ProviderError {
  const isTooLong = problem === 'endless' || problem.startsWith(tooLongWords);
  return new ProviderError('providers.malformed_response', provider, {
    ...(isTooLong
      ? {
          publicMessage: `${provider} went on far beyond the answer that was asked for, and was cut off. Ask again, or another model.`,
        }
      : {}),
    details: { problem },
    mayBeBilled: true,
  });
}

/** `retry-after-ms`, or `retry-after` as seconds or as an HTTP date; undefined when neither is stated. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const waitMs =
    exactWaitMs(headers.get('retry-after-ms')) ??
    statedWait(headers.get('retry-after'), vendorNow(headers, now));
  return waitMs === undefined || Number.isNaN(waitMs) ? undefined : Math.max(0, Math.ceil(waitMs));
}

/** The vendor's own time where it tells it: dates that it states are of its clock, and ours may be wrong. */
export function vendorNow(headers: Headers, now: number): number {
  const date = headers.get('date') ?? '';
  const told = date.endsWith('GMT') ? Date.parse(date) : NaN;
  return Number.isNaN(told) ? now : told;
}

const decimal = /^\d+(\.\d+)?$/;

const exactWaitMs = (stated: string | null): number | undefined =>
  stated !== null && decimal.test(stated) ? Number(stated) : undefined;

/** Only dates that end in GMT, as HTTP writes them: `Date.parse` makes a date of almost anything. */
function statedWait(stated: string | null, now: number): number | undefined {
  if (stated === null) return undefined;
  if (decimal.test(stated)) return Number(stated) * 1_000;
  return stated.endsWith('GMT') ? Date.parse(stated) - now : undefined;
}

/** Of `fetch`, or of who stands in for it: what can be asked for a header. */
const isHeaders = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';

/** The three SDKs share a generator, and so the shape of their errors. */
const sdkErrorShape = z.object({
  status: z.number().optional().catch(undefined),
  headers: z.custom<Headers>(isHeaders).optional().catch(undefined),
  error: z.unknown().optional(),
});

const text = z.string().optional().catch(undefined);
const errorBody = z.object({
  type: text,
  code: text,
  param: text,
  message: text,
  details: z.object({ error_code: text }).optional().catch(undefined),
});

/** Some SDKs hand over the whole body, some its `error` only. */
const wrappedBody = z.object({ error: errorBody }).transform((body) => body.error);
const sentence = z.string().transform((message): z.infer<typeof errorBody> => ({ message }));
const anyBody = z.union([wrappedBody, errorBody, sentence]).catch({} as z.infer<typeof errorBody>);

function refused(sdkError: z.infer<typeof sdkErrorShape>, context: FailureContext): ProviderError {
  const { status, headers = new Headers() } = sdkError;
  const body = anyBody.parse(sdkError.error);
  const vendorCode = body.code ?? body.details?.error_code;
  const refusal = { status, headers, type: body.type, code: vendorCode, message: body.message ?? '' };
  const code = context.classify(refusal) ?? codeOfStatus(status);
  const words = {
    vendorType: body.type,
    vendorCode,
    parameter: body.param ?? parameterIn(refusal.message),
    requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
  };
  return new ProviderError(code, context.provider, {
    ...retryAfter(code, refusal, context),
    details: {
      ...(status === undefined ? {} : { status }),
      ...wordsOnly(words, context.apiKey),
    },
    mayBeBilled: status === undefined,
  });
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** The key would travel along to another address, so nobody follows. */
const redirected = (provider: string, status: number): ProviderError =>
  new ProviderError('providers.model_not_found', provider, {
    details: { status },
    publicMessage: `${provider} answers with a redirect to another address, which is not followed because the key would travel along. Set the base URL to where the API is.`,
  });

/** The name of the base URL was pointed elsewhere after the start. */
const intoPrivateNetwork = (provider: string): ProviderError =>
  new ProviderError('providers.model_not_found', provider, {
    publicMessage: `The base URL of ${provider} points into the private network by now, which AMAS_MULTI_TENANT forbids. Set it to where the API is.`,
  });

/** The wait that the vendor states, for failures that waiting ends. Headers of a stream were sent before it failed. */
function retryAfter(
  code: ProviderErrorCode,
  { status, headers }: VendorRefusal,
  { now, statedWaitMs }: FailureContext,
): Pick<ProviderErrorOptions, 'retry'> {
  const mayPass = code === 'providers.rate_limited' || code === 'providers.overloaded';
  if (!mayPass || status === undefined) return {};
  const afterMs = retryAfterMs(headers, now) ?? statedWaitMs?.(headers, now);
  return afterMs === undefined ? {} : { retry: { afterMs } };
}

function codeOfStatus(status: number | undefined): ProviderErrorCode {
  if (status === undefined || status >= 500) return 'providers.overloaded';
  return codeByStatus.get(status) ?? 'providers.bad_request';
}

const codeByStatus: ReadonlyMap<number, ProviderErrorCode> = new Map([
  [401, 'providers.unauthorised'],
  [402, 'providers.quota'],
  [403, 'providers.unauthorised'],
  [404, 'providers.model_not_found'],
  [408, 'providers.timeout'],
  [409, 'providers.overloaded'],
  [413, 'providers.context_too_long'],
  [429, 'providers.rate_limited'],
]);

/** `max_tokens: Field required` names its parameter before the colon. */
const parameterIn = (message: string): string | undefined => message.match(/^([a-z][\w.]*): /)?.[1];

/** Drops sentences, which may repeat the prompt, and whatever repeats the key. */
function wordsOnly(
  words: Readonly<Record<string, string | undefined>>,
  apiKey: string,
): Record<string, string | undefined> {
  const isWord = (value = '') => /^[\w.:/[\]-]{1,80}$/.test(value) && !value.includes(apiKey);
  return Object.fromEntries(Object.entries(words).filter(([, value]) => isWord(value)));
}

const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

/** With these the request never reached the vendor. */
const unsentCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function transportFailure(thrown: unknown, provider: string): ProviderError | undefined {
  const chain = causesOf(thrown);
  const isTimeout = chain.some((error) => error.constructor.name === 'APIConnectionTimeoutError');
  if (!isTimeout && !isConnectionLost(thrown)) return undefined;
  const code = chain
    .map((error) => (error as { code?: unknown }).code)
    .find((code) => typeof code === 'string');
  const timedOut = isTimeout || timeoutCodes.has(code ?? '');
  return new ProviderError(timedOut ? 'providers.timeout' : 'providers.unavailable', provider, {
    ...(code === undefined ? {} : { details: { transport: code } }),
    mayBeBilled: !unsentCodes.has(code ?? ''),
  });
}

/** No connection came about, or it ended while something was still to come. */
export function isConnectionLost(thrown: unknown): boolean {
  return causesOf(thrown).some(
    (error) =>
      error.constructor.name === 'APIConnectionError' ||
      (error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message)),
  );
}

function causesOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  for (let error = thrown; error instanceof Error && chain.length < 8; error = error.cause) chain.push(error);
  return chain;
}
