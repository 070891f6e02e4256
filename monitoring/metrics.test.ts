import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMetrics, type Metrics } from './metrics.ts';

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics();
});
afterEach(() => metrics.close());

test('every documented metric is served before anything happened', async () => {
  const { body, contentType } = await metrics.render();
  expect(contentType).toContain('version=0.0.4');
  const documented = [
    'amas_http_requests_total',
    'amas_http_request_duration_seconds',
    'amas_deliveries_total',
    'amas_ingest_batch_rows',
    'amas_ingest_commit_seconds',
    'amas_queue_jobs',
    'amas_queue_oldest_age_seconds',
    'amas_runs_total',
    'amas_completions_total',
    'amas_tokens_total',
    'amas_cost_usd_total',
    'amas_model_attempts_total',
    'amas_model_fallbacks_total',
    'amas_model_cache_total',
    'amas_model_saved_usd_total',
    'amas_model_call_duration_seconds',
    'amas_model_time_to_first_part_seconds',
    'amas_model_breaker_state',
    'amas_model_configurations',
    'amas_budget_limits',
    'amas_budget_spent_ratio',
    'amas_budget_reserved_usd',
    'amas_budget_alerts_total',
    'amas_event_loop_delay_seconds',
    'process_resident_memory_bytes',
  ];
  for (const name of documented) expect(body).toContain(`# TYPE ${name} `);
});

test('queue gauges show the reading of this scrape and forget queues that are gone', async () => {
  metrics.collectQueues(async () => [
    { queue: 'steps', state: 'waiting', jobs: 7, oldestAgeSeconds: 3.5 },
    { queue: 'runs', state: 'active', jobs: 2 },
  ]);
  const first = (await metrics.render()).body;
  expect(first).toContain('amas_queue_jobs{queue="steps",state="waiting"} 7');
  expect(first).toContain('amas_queue_oldest_age_seconds{queue="steps"} 3.5');
  expect(first).toContain('amas_queue_jobs{queue="runs",state="active"} 2');
  metrics.collectQueues(async () => []);
  expect((await metrics.render()).body).not.toContain('amas_queue_jobs{');
});

test.each([
  ['fails', () => Promise.reject(new Error('down'))],
  [
    'throws at once',
    () => {
      throw new Error('down');
    },
  ],
  ['never answers', () => new Promise<never>(() => undefined)],
])('a queue that %s costs its own gauges only', async (_title, read) => {
  metrics.collectQueues(read);
  const { body } = await metrics.render();
  expect(body).not.toContain('amas_queue_jobs{');
});

test('a blocked event loop is seen', async () => {
  await new Promise((resolve) => setTimeout(resolve, 60));
  const until = Date.now() + 200;
  while (Date.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { body } = await metrics.render();
  const longest = /amas_event_loop_delay_seconds\{quantile="1"\} (\S+)/.exec(body)?.[1];
  expect(Number(longest)).toBeGreaterThan(0.1);
});
