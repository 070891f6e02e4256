import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '#monitoring/logger.ts';
import { createByteBudget } from '#monitoring/http/byte-budget.ts';
import { capSockets } from '#monitoring/http/cap-sockets.ts';
import { closeServer, listen, type ListenAddress } from '#monitoring/http/listen.ts';
import type { Metrics } from '#monitoring/metrics.ts';
import type { ApiKeyRow, ApiKeyScope } from '#prisma/repositories/api-keys.ts';
import { ApiError, toApiError } from './api-error.ts';
import type { Authenticator } from './authenticate.ts';
import { answerChat } from './chat/chat-route.ts';
import { answerEmbeddings } from './embeddings-route.ts';
import { defaultLimits, type GatewayLimits } from './limits.ts';
import { answerModel, answerModels } from './models-route.ts';
import { readJson } from './read-json.ts';
import type { Call, RouteHost } from './route.ts';
import { sendError, sendJson } from './send.ts';

export interface GatewayOptions extends Omit<RouteHost, 'limits'> {
  readonly authenticator: Authenticator;
  /** Rejects with the reason while the gateway cannot answer. */
  readonly ready: () => Promise<void>;
  readonly metrics: Pick<Metrics, 'httpRequests' | 'httpRequestDuration' | 'render'>;
  readonly log: Logger;
  readonly limits?: Partial<GatewayLimits>;
}

export interface Gateway {
  listen(address: { readonly port: number; readonly host: string }): Promise<ListenAddress>;
  /** Takes no new connections, lets answers under way end for at most `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly scope: ApiKeyScope;
  readonly answer: (host: RouteHost, call: Call, body: unknown, key: ApiKeyRow) => Promise<void> | void;
}

const routes: Readonly<Record<string, Route>> = {
  '/v1/chat/completions': { method: 'POST', scope: 'chat', answer: answerChat },
  '/v1/embeddings': { method: 'POST', scope: 'embeddings', answer: answerEmbeddings },
  '/v1/models': { method: 'GET', scope: 'models', answer: answerModels },
};
const oneModel: Route = { method: 'GET', scope: 'models', answer: answerModel };

/** The OpenAI-compatible endpoint: keys in, the router's answers out. */
export function createGateway(options: GatewayOptions): Gateway {
  const limits = { ...defaultLimits, ...options.limits };
  const host: RouteHost = { ...options, limits };
  const budget = createByteBudget(limits.bodyBytesInFlight);
  const closing = new AbortController();

  const answer = async (call: Call, path: string): Promise<void> => {
    const route = routes[path] ?? (path.startsWith('/v1/models/') ? oneModel : undefined);
    if (route === undefined) throw notFound(path);
    if (call.request.method !== route.method) throw wrongMethod(route.method);
    // The key before the body: strangers send nothing but headers.
    const key = await options.authenticator.authenticate(call.request, route.scope);
    const body =
      route.method === 'POST'
        ? await readJson(call.request, { capBytes: limits.bodyBytes, budget })
        : undefined;
    await route.answer(host, call, body, key);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (closing.signal.aborted) response.setHeader('connection', 'close');
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (await answerOperators(path, request, response, options)) return;
    const leaving = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort(new Error('the client left'));
    });
    const call = { id: randomUUID(), request, response, signal: leaving.signal };
    response.setHeader('x-amas-request-id', call.id);
    try {
      await answer(call, path);
    } catch (error) {
      if (leaving.signal.aborted) return;
      const refusal = toApiError(error);
      if (refusal.status === 500)
        options.log.error({ err: error, requestId: call.id, path }, 'request failed');
      sendError(request, response, refusal);
    }
  };

  const server = createHttpServer(limits, (request, response) => {
    observe(options.metrics, request, response);
    void handle(request, response);
  });
  return {
    listen: (address) => listen(server, { ...address, variable: 'GATEWAY_PORT' }),
    async close(graceMs = 10_000) {
      closing.abort();
      await closeServer(server, graceMs);
    },
  };
}

function createHttpServer(
  limits: GatewayLimits,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
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
  capSockets(server, limits.socketsPerAddress, () => undefined);
  return server;
}

/** For operators and load balancers, without a key; true when it was one of theirs. */
async function answerOperators(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { ready, metrics }: Pick<GatewayOptions, 'ready' | 'metrics'>,
): Promise<boolean> {
  if (path === '/health') {
    sendJson(response, 200, { status: 'ok' });
    return true;
  }
  if (path === '/ready') {
    const problem = await ready().then(
      () => undefined,
      (error: unknown) => toApiError(error).message,
    );
    sendJson(
      response,
      problem === undefined ? 200 : 503,
      problem === undefined ? { status: 'ready' } : { status: 'not ready', problem },
    );
    return true;
  }
  if (path !== '/metrics') return false;
  try {
    const { contentType, body } = await metrics.render();
    response.setHeader('content-type', contentType);
    response.end(body);
  } catch (error) {
    sendError(request, response, toApiError(error));
  }
  return true;
}

function observe(
  metrics: Pick<Metrics, 'httpRequests' | 'httpRequestDuration'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const startedAt = performance.now();
  const path = request.url?.split('?', 1)[0] ?? '';
  const route = routes[path] === undefined ? 'none' : path;
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 'aborted';
    metrics.httpRequests.inc({ route, method: request.method ?? 'none', status });
    metrics.httpRequestDuration.observe({ route }, (performance.now() - startedAt) / 1_000);
  });
}

const notFound = (path: string) =>
  new ApiError(404, `Nothing is at ${path.slice(0, 100)}. There are ${Object.keys(routes).join(', ')}.`, {
    type: 'invalid_request_error',
    code: 'unknown_url',
  });

const wrongMethod = (method: string) =>
  new ApiError(405, `Use ${method} here.`, { type: 'invalid_request_error', code: 'method_not_allowed' });
