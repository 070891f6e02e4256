import type { RequestListener, Server, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { closeServer, listen, type ListenAddress } from '#monitoring/http/listen.ts';
import type { Metrics } from '#monitoring/metrics.ts';
import { createHttpServer } from './http-server.ts';
import { defaultLimits, type HubLimits } from './limits.ts';
import { createErrorHandler } from './middleware/error-handler.ts';
import { observeRequest } from './middleware/observe-request.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { sendProblem } from './problem.ts';
import { createReadiness, type ReadinessChecks } from './readiness.ts';
import { refusals } from './refusals.ts';
import { createGatewayRoute } from './routes/gateway.ts';
import { createStatusRouter } from './routes/status.ts';
import { createSetupRouter, type SetupHost } from './setup/setup-router.ts';
import { createWebhookHandler, type WebhookHost, type WebhookRequest } from './routes/webhooks.ts';

export interface HubOptions extends Omit<WebhookHost, 'limits' | 'metrics' | 'clock'> {
  readonly readiness: ReadinessChecks;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: Clock;
  readonly version: string;
  readonly publicUrl?: string | undefined;
  readonly limits?: Partial<HubLimits>;
  /** Where the gateway is; absent: there is none. */
  readonly gatewayUrl?: string | undefined;
  /** Absent: no platform can be set up in the browser. */
  readonly setup?: Omit<SetupHost, 'clock' | 'log' | 'publicUrl'>;
}

export interface Hub {
  readonly server: Server;
  /** Resolves once connections are taken. Port 0: the system chooses. */
  listen(port: number, host: string): Promise<ListenAddress>;
  /**
   * Takes no new connections, lets requests under way be answered for at most `graceMs`, then cuts the rest. Close
   * the ingest afterwards: requests under way still need it.
   */
  close(graceMs?: number): Promise<void>;
}

export function createHub(options: HubOptions): Hub {
  const limits: HubLimits = { ...defaultLimits, ...options.limits };
  const closing = new AbortController();
  const listener = createListener(options, limits, closing.signal);
  const server = createHttpServer(listener, limits, options.metrics, closing.signal);
  return {
    server,
    listen: (port, host) => listen(server, { port, host }),
    async close(graceMs = 10_000) {
      closing.abort();
      await closeServer(server, graceMs);
    },
  };
}

const webhookRoute = '/webhooks/:platform{/:project}';

/**
 * Deliveries first, and through a router alone: each general middleware before it would cost every one of them, a
 * body parser would take their bytes, and an Express application swaps the prototypes of request and response, after
 * which the engine handles both slowly.
 */
function createListener(options: HubOptions, limits: HubLimits, closing: AbortSignal): RequestListener {
  const { metrics } = options;
  const handleError = createErrorHandler(options.log);
  const handleWebhook = createWebhookHandler({ ...options, limits });
  const webhooks = express.Router();
  webhooks.route(webhookRoute).all((request: WebhookRequest, response: ServerResponse) => {
    observeRequest(metrics, request, response, () => '/webhooks/:platform');
    return handleWebhook(request, response);
  });
  const app = createApp(options, limits, closing);
  return (request, response) => {
    // A router asks only for what Node's own request and response have.
    webhooks(request as Request, response as Response, (error?: unknown) => {
      if (error) handleError(error, request, response);
      else app(request, response);
    });
  };
}

function createApp(options: HubOptions, limits: HubLimits, closing: AbortSignal): Express {
  const { metrics } = options;
  const app = express().disable('x-powered-by').disable('etag');
  const passOn = createGatewayRoute(options.gatewayUrl, options.log);
  app.use('/v1', (request, response) => {
    observeRequest(metrics, request, response, () => '/v1');
    // Express takes the part that it has matched off the path.
    request.url = request.originalUrl;
    passOn(request, response);
  });
  app.use((request, response, next) => {
    observeRequest(metrics, request, response, () => request.route?.path ?? 'none');
    next();
  });
  app.use(securityHeaders);
  app.use(
    createStatusRouter({
      version: options.version,
      publicUrl: options.publicUrl,
      platforms: Object.values(options.receivers).map(({ manifest }) => manifest),
      metrics,
      readiness: createReadiness(
        { hub: () => refuseWhen(closing), ...options.readiness },
        options.clock,
        limits.readinessTimeoutMs,
      ),
    }),
  );
  const { setup, clock, log, publicUrl } = options;
  if (setup) app.use(createSetupRouter({ ...setup, clock, log, publicUrl }));
  app.use((request, response) => sendProblem(request, response, refusals.notFound));
  const handleError = createErrorHandler(options.log);
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    handleError(error, request, response);
  });
  return app;
}

/** A load balancer that asks is told to send elsewhere, while what is under way is finished. */
async function refuseWhen(closing: AbortSignal): Promise<void> {
  if (!closing.aborted) return;
  throw new AmasError('apps.shutting_down', 'The hub is stopping.', {
    retry: 'backoff',
    publicMessage: 'This AMAS is stopping.',
  });
}
