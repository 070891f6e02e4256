import { z } from 'zod';
import { AmasError, type Retry } from '#monitoring/errors.ts';

/** The wait after GitHub limited without saying for how long: its documentation asks for a minute at least. */
const defaultWaitMs = 60_000;

const Headers = z.looseObject({
  'retry-after': z.coerce.number().positive().optional().catch(undefined),
  'x-ratelimit-remaining': z.string().optional().catch(undefined),
  'x-ratelimit-reset': z.coerce.number().positive().optional().catch(undefined),
  'x-accepted-github-permissions': z.string().max(200).optional().catch(undefined),
});
const Coded = z.object({ code: z.string().optional() }).catch({});
const Answer = z
  .object({
    headers: Headers.catch({}),
    data: z
      .object({ message: z.string().catch(''), errors: z.array(Coded).catch([]) })
      .catch({ message: '', errors: [] }),
  })
  .catch({ headers: {}, data: { message: '', errors: [] } });

/** A failed call as Octokit reports it. Without `response` no answer came. */
interface Failure {
  readonly status: number;
  readonly hasAnswer: boolean;
  readonly headers: z.infer<typeof Headers>;
  readonly message: string;
  readonly codes: readonly string[];
}

export interface Attempt {
  /** The route, such as `GET /app`: names what was tried in logs. */
  readonly route: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * A failed call to GitHub as an `AmasError` of the `bots` layer. `bots.unavailable` may have taken effect: an answer
 * that got lost says nothing about the work. What is no failed call comes back as it is: it is a bug.
 */
export function toGitHubError(error: unknown, attempt: Attempt): unknown {
  const failure = failureOf(error);
  if (!failure) return error;
  const details = { ...detailsOf(attempt), status: failure.status, github: oneLine(failure.message) };
  if (!failure.hasAnswer || failure.status >= 500) return unavailable(failure, details, error);
  const wait = rateLimitWaitMs(failure, attempt.now);
  if (wait !== undefined) return rateLimited(wait, details);
  return refusalOf(failure, details);
}

/** An error that GraphQL tells in an answer of status 200. */
export function graphqlRefusal(
  { type, message }: { readonly type?: string | null | undefined; readonly message: string },
  attempt: Attempt,
): AmasError {
  const details = { ...detailsOf(attempt), status: 200, github: oneLine(message) };
  if (type === 'RATE_LIMITED') return rateLimited(defaultWaitMs, details);
  const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404 };
  const status = statuses[type ?? ''] ?? 422;
  return refusalOf({ status, hasAnswer: true, headers: {}, message, codes: [] }, details);
}

/** An answer that is not what GitHub documents: a proxy's page, or a cut body. */
export function unreadableAnswer(attempt: Attempt, fields: string): AmasError {
  return unavailable(undefined, { ...detailsOf(attempt), unreadable: fields });
}

/** Why an installation gives no token, when that is because it is gone or suspended. */
export function installationGone(error: AmasError): AmasError {
  const { status } = error.details;
  const isGone = error.code === 'bots.target_gone';
  const isSuspended = status === 403 && error.retry === 'never';
  if (!isGone && !isSuspended) return error;
  return new AmasError('bots.target_gone', 'the installation gives no token', {
    publicMessage: isSuspended
      ? 'The GitHub App of this AMAS is suspended for this account. An owner can unsuspend it in the settings of the installation.'
      : 'The GitHub App of this AMAS is no longer installed for this account. An owner can install it again.',
    details: error.details,
  });
}

/**
 * For calls of the App itself, which are signed with its key: what is no failed call is a key that cannot sign. It
 * gets no cause, because errors of key parsers may quote the key.
 */
export function toSigningError(error: unknown): unknown {
  if (error instanceof AmasError || failureOf(error)) return error;
  return new AmasError('bots.unauthorised', 'a request to GitHub could not be signed', {
    publicMessage: credentialsMessage,
    details: { platform: 'github', failure: error instanceof Error ? error.name : typeof error },
  });
}

/** HTTP status of the answer behind an error, when there was one. */
export function statusOf(error: unknown): number | undefined {
  const failure = failureOf(error);
  return failure?.hasAnswer ? failure.status : undefined;
}

/** Undefined for anything that is no failed call. */
function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const response = 'response' in error ? error.response : undefined;
  const { headers, data } = Answer.parse(response);
  const codes = data.errors.flatMap(({ code }) => code ?? []);
  return { status: error.status, hasAnswer: response !== undefined, headers, message: data.message, codes };
}

/** Milliseconds to wait, or undefined when the answer is no rate limit. */
function rateLimitWaitMs({ status, headers, message, codes }: Failure, now: number): number | undefined {
  const isBurst =
    /secondary rate|abuse detection|submitted too quickly/i.test(message) || codes.includes('abuse');
  const isSpent = headers['x-ratelimit-remaining'] === '0' && /rate limit/i.test(message);
  const isLimit = status === 429 || (status === 403 && (isBurst || isSpent)) || (status === 422 && isBurst);
  if (!isLimit) return undefined;
  const { 'retry-after': waitSeconds, 'x-ratelimit-reset': resetSeconds } = headers;
  if (waitSeconds !== undefined) return waitSeconds * 1_000;
  if (!isSpent || resetSeconds === undefined) return defaultWaitMs;
  // One second more: the reset is given in whole seconds.
  return Math.max(resetSeconds * 1_000 - now, 0) + 1_000;
}

function refusalOf(failure: Failure, details: Readonly<Record<string, unknown>>): AmasError {
  const { status, codes } = failure;
  if (status === 401 || isUnknownApp(failure)) {
    return new AmasError('bots.unauthorised', 'GitHub refused the credentials', {
      publicMessage: credentialsMessage,
      details,
    });
  }
  if (status === 404 || status === 410 || status === 451) {
    return new AmasError('bots.target_gone', 'not found on GitHub', {
      publicMessage:
        'GitHub does not show this to AMAS: it was deleted or moved, or the GitHub App is not installed on the repository. An owner can check the installation.',
      details,
    });
  }
  if (status === 403 && !codes.includes('too_large') && /not accessible|permission/i.test(failure.message)) {
    return lacksPermission(failure, details);
  }
  return new AmasError('bots.refused', 'GitHub refused the request', {
    publicMessage: `GitHub refused what AMAS wanted to do here${readOnlyReason(failure.message)}. The operator can find the reason in the log.`,
    details,
  });
}

/** GitHub answers 404 `Integration not found` to a token that names an App it does not know. */
const isUnknownApp = ({ status, message }: Failure): boolean =>
  status === 404 && /^integration not found/i.test(message);

function lacksPermission(failure: Failure, details: Readonly<Record<string, unknown>>): AmasError {
  // `issues=write; pull_requests=write`: the semicolon means or, and reading is not all that AMAS will need.
  const needed = failure.headers['x-accepted-github-permissions']
    ?.replaceAll(/=\w+/g, '')
    .replaceAll(';', ' or');
  return new AmasError('bots.unauthorised', 'the GitHub App lacks a permission', {
    publicMessage: `The GitHub App of this AMAS lacks a permission${needed === undefined ? '' : ` (${needed}: write)`}. An owner can grant it in the settings of the App and accept it in its installation.`,
    details: { ...details, needed },
  });
}

/** Only GitHub's own fixed sentences are repeated. */
function readOnlyReason(message: string): string {
  if (/archived/i.test(message)) return ': the repository is archived';
  return /locked/i.test(message) ? ': the conversation is locked' : '';
}

const credentialsMessage =
  'GitHub does not accept the credentials of this AMAS. The operator can check GITHUB_APP_ID and GITHUB_PRIVATE_KEY.';

function rateLimited(afterMs: number, details: Readonly<Record<string, unknown>>): AmasError {
  return new AmasError('bots.rate_limited', 'GitHub limits the rate of requests', {
    retry: { afterMs },
    publicMessage: 'GitHub asks AMAS to slow down. The answer follows by itself.',
    details,
  });
}

function unavailable(
  failure: Failure | undefined,
  details: Readonly<Record<string, unknown>>,
  cause?: unknown,
): AmasError {
  const seconds = failure?.headers['retry-after'];
  const retry: Retry = seconds === undefined ? 'backoff' : { afterMs: seconds * 1_000 };
  const failed = cause instanceof Error ? { failure: causeName(cause) } : {};
  return new AmasError('bots.unavailable', 'GitHub did not answer', {
    retry,
    publicMessage: 'GitHub did not answer. AMAS tries again by itself.',
    details: { ...details, ...failed },
  });
}

/** Octokit's error wraps fetch's, which wraps the system's: `ECONNRESET` says more than the names around it. */
function causeName(error: Error): string {
  let inner = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}

const detailsOf = ({ route }: Attempt) => ({ platform: 'github', route });

const oneLine = (message: string): string => (message.split('\n', 1)[0] ?? '').slice(0, 200);
