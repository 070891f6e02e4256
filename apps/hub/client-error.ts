import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemBody, problemContentType, type Problem } from './problem.ts';
import { methodNotAllowed, refusals } from './refusals.ts';

/** How long a cut sender may take to read its answer. */
const lingerMs = 500;

const problemByErrorCode: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: refusals.timeout,
  HPE_HEADER_OVERFLOW: refusals.headersTooLarge,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: refusals.bodyTooLarge,
};

/**
 * Answers what Node's parser refuses before, or while, there is a request to route: broken request lines and headers,
 * floods, smuggling attempts, and headers or bodies slower than the server's timeouts. Then the connection is cut.
 */
export function answerClientErrors(
  server: Server,
  onAnswered: (method: string, status: number) => void,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    // What is already answered must not be followed by a second status.
    if (!socket.writable || hasAnswerBegun(socket)) {
      if (!socket.writableEnded) socket.destroy();
      return;
    }
    const problem = problemByErrorCode[error.code ?? ''] ?? refusals.malformedRequest;
    cutWith(socket, problem);
    onAnswered('none', problem.status);
  });
  server.on('connect', (_request, socket: Duplex) => {
    const problem = methodNotAllowed('GET, HEAD, POST');
    cutWith(socket, problem);
    onAnswered('CONNECT', problem.status);
  });
}

/** Node keeps the answer under way on the socket; its own handling of parser errors reads the same field. */
function hasAnswerBegun(socket: Duplex): boolean {
  const current = (socket as Duplex & { _httpMessage?: { headersSent: boolean } | null })._httpMessage;
  return current?.headersSent === true;
}

function cutWith(socket: Duplex, problem: Problem): void {
  const body = problemBody(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(problem.allow === undefined ? [] : [`Allow: ${problem.allow}`]),
    'Connection: close',
  ];
  socket.on('error', () => undefined);
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
