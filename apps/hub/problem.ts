import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';

/** An error answer, RFC 9457. `code` is listed in `monitoring/README.md`. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  /** For the person who reads the sender's log: what is wrong and what to do. */
  readonly detail: string;
  readonly retryAfterMs?: number;
  readonly allow?: string;
}

export const problemContentType = 'application/problem+json';

/** A refused request whose body is no longer than this is read to its end, so that its connection can go on. */
const shortBodyBytes = 65_536;
/** And of a longer one this much at most is thrown away while the sender reads the answer. */
const lingerBytes = 4 * 2 ** 20;
const lingerMs = 1_000;
/** Small pieces cost as much processor time as larger ones, so they count as such. */
const leastPieceBytes = 1_024;

export function problemBody({ status, code, detail }: Problem): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code, detail });
}

/**
 * Answers with a problem at any point of a request. When more of the body is to come than is worth reading, the
 * answer is sent at once, the connection closes, and what still arrives is thrown away for a moment: closing with
 * unread bytes makes TCP reset the connection, and the sender might never see why.
 */
export function sendProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = problemBody(problem);
  response.statusCode = problem.status;
  response.setHeader('content-type', problemContentType);
  response.setHeader('content-length', Buffer.byteLength(body));
  if (problem.retryAfterMs !== undefined) {
    response.setHeader('retry-after', Math.ceil(problem.retryAfterMs / 1_000));
  }
  if (problem.allow !== undefined) response.setHeader('allow', problem.allow);
  if (unreadBytes(request) <= shortBodyBytes) {
    response.end(body);
    return;
  }
  response.setHeader('connection', 'close');
  response.write(body);
  discardThenEnd(request, response);
}

/** How much of the body may still come; unlimited when its length is not declared or it waits to be asked for. */
function unreadBytes(request: IncomingMessage): number {
  if (request.complete) return 0;
  const { 'content-length': length, 'transfer-encoding': encoding, expect } = request.headers;
  if (encoding !== undefined || expect !== undefined) return Infinity;
  return Number(length ?? 0);
}

function discardThenEnd(request: IncomingMessage, response: ServerResponse): void {
  let leftBytes = lingerBytes;
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end).once('close', end);
  request.on('data', (chunk: Uint8Array) => {
    leftBytes -= Math.max(chunk.length, leastPieceBytes);
    if (leftBytes < 0) end();
  });
  request.resume();
}
