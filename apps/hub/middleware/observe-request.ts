import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '#monitoring/metrics.ts';

export type HttpMetrics = Pick<Metrics, 'httpRequests' | 'httpRequestDuration'>;

/** Counts and times one request when its answer has left, or its sender has. `route` is a pattern, never a path. */
export function observeRequest(
  metrics: HttpMetrics,
  request: IncomingMessage,
  response: ServerResponse,
  route: () => string,
): void {
  const startedAt = performance.now();
  response.once('close', () => {
    const status = response.headersSent ? response.statusCode : 'aborted';
    metrics.httpRequests.inc({ route: route(), method: request.method ?? 'none', status });
    metrics.httpRequestDuration.observe({ route: route() }, (performance.now() - startedAt) / 1_000);
  });
}
