import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { createModelMetrics } from './model-metrics.ts';
import { shareMetrics } from './shared-metrics.ts';

/** One state of one queue, as the queue or its rows report it. */
export interface QueueReading {
  readonly queue: string;
  /** `waiting`, `active`, `delayed`, `failed` … */
  readonly state: string;
  readonly jobs: number;
  /** Age in seconds of the oldest job in this state, when it is known. */
  readonly oldestAgeSeconds?: number;
}

export type ReadQueues = (signal: AbortSignal) => Promise<readonly QueueReading[]>;

/**
 * The `amas_*` metrics of one process, on a registry of their own. Label values are names from the code (unit ids,
 * outcomes, route patterns, statuses), never ids or text from outside: each combination lives as long as the process.
 */
export type Metrics = ReturnType<typeof createMetrics>;

/** A scrape must answer even when the queue's store does not: past this, its numbers are left out. */
const queueTimeoutMs = 2_000;
const eventLoopResolutionMs = 20;
const quantiles = [0.5, 0.9, 0.99, 1] as const;

export function createMetrics() {
  const registry = new Registry();
  const eventLoop = watchEventLoop(registry);
  const queues = createQueueGauges(registry);
  collectDefaultMetrics({ register: registry });
  const ofAll = shareMetrics(registry);
  return {
    registry,
    ...createHttpMetrics(registry),
    ...createIngestMetrics(registry),
    ...createWorkMetrics(registry),
    ...createModelMetrics(registry),
    /** Names the source of the queue gauges; it is asked at every scrape. */
    collectQueues(read: ReadQueues): void {
      queues.collectFrom(read);
    },
    /**
     * The exposition text, of all processes that share this one's port. Never rejects because of the queue: an
     * unanswered reading leaves its gauges empty.
     */
    async render(): Promise<{ readonly contentType: string; readonly body: string }> {
      await queues.refresh();
      return { contentType: registry.contentType, body: await (ofAll ?? (() => registry.metrics()))() };
    },
    close(): void {
      eventLoop.disable();
      registry.clear();
    },
  };
}

function createHttpMetrics(registry: Registry) {
  const registers = [registry];
  return {
    httpRequests: new Counter({
      name: 'amas_http_requests_total',
      help: 'Answered HTTP requests. Status "aborted": the client left first.',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    httpRequestDuration: new Histogram({
      name: 'amas_http_request_duration_seconds',
      help: 'From the end of the request headers to the end of the answer.',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    deliveries: new Counter({
      name: 'amas_deliveries_total',
      help: 'Inbound deliveries by what became of them at the door.',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
  };
}

function createIngestMetrics(registry: Registry) {
  const registers = [registry];
  return {
    ingestBatchRows: new Histogram({
      name: 'amas_ingest_batch_rows',
      help: 'Deliveries written in one commit.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    ingestCommit: new Histogram({
      name: 'amas_ingest_commit_seconds',
      help: 'Duration of one ingest write, its commit included.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}

function createWorkMetrics(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  return {
    runs: counter('amas_runs_total', 'Agent runs.', ['agent', 'outcome']),
    completions: counter('amas_completions_total', 'Model calls.', ['provider', 'model', 'outcome']),
    tokens: counter('amas_tokens_total', 'Tokens of model calls.', ['provider', 'kind']),
    costUsd: counter('amas_cost_usd_total', 'Cost of model calls in US dollars.', ['provider']),
    githubMissedDeliveries: counter(
      'amas_github_missed_deliveries_total',
      'Deliveries of GitHub that were not acknowledged when they were first sent, and were asked for once more.',
      [],
    ),
  };
}

function createQueueGauges(registry: Registry) {
  const registers = [registry];
  const jobs = new Gauge({
    name: 'amas_queue_jobs',
    help: 'Jobs in a queue by state.',
    labelNames: ['queue', 'state'],
    registers,
  });
  const oldestAge = new Gauge({
    name: 'amas_queue_oldest_age_seconds',
    help: 'Age of the oldest job that waits.',
    labelNames: ['queue'],
    registers,
  });
  let read: ReadQueues = async () => [];
  return {
    collectFrom(source: ReadQueues): void {
      read = source;
    },
    async refresh(): Promise<void> {
      const readings = await readWithin(read, queueTimeoutMs);
      jobs.reset();
      oldestAge.reset();
      for (const { queue, state, jobs: count, oldestAgeSeconds } of readings) {
        jobs.set({ queue, state }, count);
        if (oldestAgeSeconds !== undefined) oldestAge.set({ queue }, oldestAgeSeconds);
      }
    },
  };
}

async function readWithin(read: ReadQueues, timeoutMs: number): Promise<readonly QueueReading[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<readonly QueueReading[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  try {
    return await Promise.race([read(signal), late]);
  } catch {
    // Readiness reports the store that is down; a scrape goes on without it.
    return [];
  }
}

function watchEventLoop(registry: Registry) {
  const histogram = monitorEventLoopDelay({ resolution: eventLoopResolutionMs });
  histogram.enable();
  const gauge = new Gauge({
    name: 'amas_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape, by quantile (1 = the longest).',
    labelNames: ['quantile'],
    aggregator: 'max',
    registers: [registry],
    collect() {
      for (const quantile of quantiles) {
        const delayNs = histogram.percentile(quantile * 100);
        gauge.set({ quantile: String(quantile) }, Math.max(0, delayNs / 1e9 - eventLoopResolutionMs / 1e3));
      }
      histogram.reset();
    },
  });
  return histogram;
}
