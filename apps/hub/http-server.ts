import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AmasError } from '#monitoring/errors.ts';
import type { Metrics } from '#monitoring/metrics.ts';
import { capSockets } from './admission/cap-sockets.ts';
import { answerClientErrors } from './client-error.ts';
import type { HubLimits } from './limits.ts';
import { sendProblem } from './problem.ts';
import { refusals } from './refusals.ts';

export interface ListenAddress {
  readonly port: number;
  readonly url: string;
}

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

export function listen(server: Server, port: number, host: string): Promise<ListenAddress> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, port, host));
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const bound = (server.address() as AddressInfo).port;
      resolve({ port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` });
    });
  });
}

function cannotListen(cause: NodeJS.ErrnoException, port: number, host: string): AmasError {
  const reason = cause.code === 'EADDRINUSE' ? 'it is in use' : `the system says ${cause.code}`;
  return new AmasError('apps.cannot_listen', 'The hub cannot listen.', {
    publicMessage: `AMAS cannot listen on ${host} port ${port}: ${reason}. Set HOST or PORT to another.`,
    details: { host, port },
    cause,
  });
}

/** Idle connections do not end by themselves while their clients hold them open. */
const idleCheckMs = 50;

export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const idleCheck = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(idleCheck);
  clearTimeout(cut);
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
