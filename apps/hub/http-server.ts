import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Metrics } from '#monitoring/metrics.ts';
import { capSockets } from '#monitoring/http/cap-sockets.ts';
import { answerClientErrors } from './client-error.ts';
import type { HubLimits } from './limits.ts';
import { sendProblem } from './problem.ts';
import { refusals } from './refusals.ts';

/** Node's HTTP server with every limit set, and with its own answers in the hub's words. */
export function createHttpServer(
  app: RequestListener,
  limits: HubLimits,
  metrics: Pick<Metrics, 'httpRequests'>,
  closing: AbortSignal,
): Server {
  const silent = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    silent.delete(request.socket);
    if (closing.aborted) response.setHeader('connection', 'close');
    app(request, response);
  };
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.headerBytes,
    },
    listener,
  );
  server.maxConnections = limits.sockets;
  // Node's default drops headers past 2,000 without a word; `headerBytes` bounds them here.
  server.maxHeadersCount = 0;
  // With a listener of our own, "100 Continue" is sent when the body is wanted and not before.
  server.on('checkContinue', listener);
  server.on('checkExpectation', (request, response) => {
    sendProblem(request, response, refusals.malformedRequest);
  });
  const count = (method: string, status: string | number) =>
    metrics.httpRequests.inc({ route: 'none', method, status });
  capSockets(server, limits.socketsPerAddress, () => count('none', 'refused'));
  answerClientErrors(server, count);
  closeSilentSockets(server, silent, closing);
  return server;
}

/** Node does not count a connection as idle before its first request; browsers open such ones in reserve. */
function closeSilentSockets(server: Server, silent: Set<Socket>, closing: AbortSignal): void {
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  closing.addEventListener('abort', () => {
    for (const socket of silent) socket.destroy();
  });
}
