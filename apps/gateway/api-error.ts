import { AmasError } from '#monitoring/errors.ts';

/**
 * A refusal in the words of OpenAI's API (platform.openai.com/docs/guides/error-codes), which its clients turn into
 * their own error classes.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  /** The field of the request that is at fault. */
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    status: number,
    message: string,
    {
      type,
      code,
      param,
      retryAfterMs,
    }: {
      readonly type: string;
      readonly code: string;
      readonly param?: string;
      readonly retryAfterMs?: number;
    },
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.retryAfterMs = retryAfterMs;
  }
}

export const invalidRequest = (message: string, param?: string, code = 'invalid_value') =>
  new ApiError(400, message, {
    type: 'invalid_request_error',
    code,
    ...(param === undefined ? {} : { param }),
  });

interface Translation {
  readonly status: number;
  readonly type: string;
  readonly code: string;
}

const invalid = (status: number, code: string): Translation => ({
  status,
  type: 'invalid_request_error',
  code,
});
const upstream = (status: number, code: string): Translation => ({ status, type: 'server_error', code });

/** What a failed model call is called where OpenAI's clients read it. */
const translations: Readonly<Record<string, Translation>> = {
  'providers.bad_request': invalid(400, 'bad_request'),
  'providers.context_too_long': invalid(400, 'context_length_exceeded'),
  'providers.refused': invalid(400, 'content_filter'),
  'providers.no_candidate': invalid(400, 'no_candidate'),
  'providers.model_not_found': invalid(404, 'model_not_found'),
  'providers.budget_exceeded': { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  'providers.rate_limited': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  'providers.timeout': upstream(504, 'timeout'),
  'providers.overloaded': upstream(503, 'overloaded'),
  'providers.unavailable': upstream(503, 'unavailable'),
  'providers.malformed_response': upstream(502, 'malformed_response'),
  'providers.unauthorised': upstream(502, 'provider_key_refused'),
  'providers.quota': upstream(502, 'provider_quota_exhausted'),
  'providers.settings_invalid': upstream(500, 'settings_invalid'),
  'providers.exhausted': upstream(503, 'all_models_failed'),
  'prisma.unavailable': upstream(503, 'database_unavailable'),
  'prisma.starting': upstream(503, 'starting'),
  'monitoring.metrics_incomplete': upstream(503, 'metrics_incomplete'),
};

const defaultRetryMs = 1_000;

/** The answer to anything thrown: `publicMessage` only, and the wait that the thrower asked for. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof AmasError))
    return new ApiError(
      500,
      'Something went wrong inside AMAS. The operator can find the cause in its log.',
      {
        type: 'server_error',
        code: 'internal_error',
      },
    );
  const cause =
    error.code === 'providers.exhausted' && error.cause instanceof AmasError ? error.cause : error;
  const { status, type, code } = translations[cause.code] ?? upstream(500, error.code);
  const retryAfterMs = retryAfterOf(error);
  return new ApiError(status, error.publicMessage ?? cause.publicMessage ?? error.message, {
    type,
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function retryAfterOf({ retry }: AmasError): number | undefined {
  if (retry === 'never') return undefined;
  return retry === 'backoff' ? defaultRetryMs : retry.afterMs;
}
