import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { sendProblem, type Problem } from '../problem.ts';
import { refusals } from '../refusals.ts';

const defaultRetryMs = 5_000;

/** The hub's one translator of thrown errors: it obeys `retry`, and shows `publicMessage` only. */
export function createErrorHandler(
  log: Logger,
): (error: unknown, request: IncomingMessage, response: ServerResponse) => void {
  return (error, request, response) => {
    const problem = problemOf(error);
    if (problem.status === 500)
      log.error({ err: error, code: problem.code, path: pathOf(request) }, 'request failed');
    sendProblem(request, response, problem);
  };
}

/** Without the query, which may hold what is secret. */
const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0];

function problemOf(error: unknown): Problem {
  if (isUnreadablePath(error)) return refusals.malformedRequest;
  const common = { code: codeOf(error), detail: publicMessageOf(error) };
  if (!(error instanceof AmasError) || error.retry === 'never') return { ...common, status: 500 };
  const retryAfterMs = error.retry === 'backoff' ? defaultRetryMs : error.retry.afterMs;
  return { ...common, status: 503, retryAfterMs };
}

/** What Express throws for a path with broken percent-encoding. */
function isUnreadablePath(error: unknown): boolean {
  return error instanceof URIError && (error as URIError & { status?: number }).status === 400;
}
