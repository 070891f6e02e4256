import { Router, type RequestHandler } from 'express';
import type { Metrics } from '#monitoring/metrics.ts';
import { sendProblem } from '../problem.ts';
import type { ReadinessReport } from '../readiness.ts';
import { methodNotAllowed } from '../refusals.ts';
import { renderHome, type HubFacts } from './home.ts';

export interface StatusHost extends HubFacts {
  readonly readiness: () => Promise<ReadinessReport>;
  readonly metrics: Pick<Metrics, 'render'>;
}

/** What an operator, a load balancer and Prometheus ask. */
export function createStatusRouter(host: StatusHost): Router {
  const router = Router();
  const get = (path: string, handler: RequestHandler) =>
    router
      .route(path)
      .get(handler)
      .all((request, response) => {
        sendProblem(request, response, methodNotAllowed('GET, HEAD'));
      });

  get('/health', (_request, response) => {
    response.json({ status: 'ok', version: host.version, uptimeSeconds: Math.floor(process.uptime()) });
  });
  get('/ready', async (_request, response) => {
    const report = await host.readiness();
    response.status(report.ready ? 200 : 503).json(report);
  });
  get('/metrics', async (_request, response) => {
    const { contentType, body } = await host.metrics.render();
    response.type(contentType).send(body);
  });
  get('/', async (_request, response) => {
    response.type('html').send(renderHome(host, await host.readiness()));
  });
  return router;
}
