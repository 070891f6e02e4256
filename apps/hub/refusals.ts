import type { RejectReason } from '#bots/contract.ts';
import type { Problem } from './problem.ts';

/** The one table from what is wrong with a request to its HTTP status. */
export const refusals = {
  malformedRequest: {
    status: 400,
    code: 'apps.malformed_request',
    detail: 'The request is not valid HTTP, or its path, query or headers cannot be read.',
  },
  duplicateHeader: {
    status: 400,
    code: 'apps.duplicate_header',
    detail: 'A header or query parameter that may appear once appears more than once.',
  },
  shredded: {
    status: 400,
    code: 'apps.body_shredded',
    detail: 'The body came in too many small pieces.',
  },
  /** Never seen by the sender who left; counted. */
  aborted: {
    status: 400,
    code: 'apps.request_aborted',
    detail: 'The connection ended before the body did.',
  },
  notFound: {
    status: 404,
    code: 'apps.not_found',
    detail: 'Nothing is here. Webhooks go to /webhooks/<platform> or /webhooks/<platform>/<project>.',
  },
  timeout: {
    status: 408,
    code: 'apps.request_timeout',
    detail: 'The request did not arrive in time.',
  },
  bodyTooLarge: {
    status: 413,
    code: 'apps.body_too_large',
    detail: 'The body is larger than this platform sends.',
  },
  contentType: {
    status: 415,
    code: 'apps.content_type_unsupported',
    detail: 'The platform does not send this content type. Choose JSON where the webhook is configured.',
  },
  contentEncoding: {
    status: 415,
    code: 'apps.encoding_unsupported',
    detail: 'Webhooks are taken without compression only.',
  },
  headersTooLarge: {
    status: 431,
    code: 'apps.headers_too_large',
    detail: 'The request has too many or too long headers.',
  },
  bodyBudget: {
    status: 503,
    code: 'apps.overloaded',
    detail: 'Too many large requests are under way. Send it again shortly.',
    retryAfterMs: 2_000,
  },
} as const satisfies Record<string, Problem>;

export const rejections: Readonly<Record<RejectReason, Problem>> = {
  signature_absent: {
    status: 401,
    code: 'apps.signature_absent',
    detail: 'The request is not signed. Set the secret where the webhook is configured.',
  },
  signature_wrong: {
    status: 401,
    code: 'apps.signature_wrong',
    detail: 'The signature does not match. The secret here and at the sender must be the same.',
  },
  timestamp_stale: {
    status: 401,
    code: 'apps.timestamp_stale',
    detail: 'The signed time is too far from the time here. Check both clocks.',
  },
  malformed_handshake: {
    status: 400,
    code: 'apps.malformed_handshake',
    detail: 'The handshake lacks what the platform documents for it.',
  },
  not_configured: {
    status: 401,
    code: 'apps.not_configured',
    detail: 'No secret is configured for this platform, so nothing can be verified: amas connect stores one.',
  },
};

export function methodNotAllowed(allow: string): Problem {
  return {
    status: 405,
    code: 'apps.method_not_allowed',
    detail: `This address takes ${allow} only.`,
    allow,
  };
}

export function rateLimited(retryAfterMs: number): Problem {
  return {
    status: 429,
    code: 'apps.rate_limited',
    detail: 'Too many deliveries at once. Send it again shortly.',
    retryAfterMs,
  };
}
