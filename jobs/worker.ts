import type { Job } from 'bullmq';
import { AmasError, codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { probeBackend, type QueueBackend } from './backend.ts';
import {
  catalog,
  queueNames,
  sweptPrefix,
  type JobName,
  type JobPayload,
  type QueueName,
} from './catalog.ts';
import { toJobError, waitBeforeRetryMs } from './failure.ts';
import { openWorker, type OpenedWorker } from './open-worker.ts';

export interface JobContext {
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** 1 for the first. */
  readonly attempt: number;
}

export interface JobHandler<Name extends JobName> {
  handle(payload: JobPayload<Name>, context: JobContext): Promise<void>;
  /** Called once when no attempt is left: the row must say so. */
  failed(payload: JobPayload<Name>, error: unknown): Promise<void>;
}

export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };

export interface WorkerTimings {
  /** How long a job of a dead worker stays taken. */
  readonly lockMs: number;
  readonly stalledCheckMs: number;
  /** Between two tries to reach a backend that is away at start. */
  readonly reconnectMs: number;
}

export const workerTimings: WorkerTimings = { lockMs: 30_000, stalledCheckMs: 15_000, reconnectMs: 1_000 };

export interface WorkersOptions {
  readonly backend: QueueBackend;
  readonly handlers: JobHandlers;
  readonly concurrency: Readonly<Record<QueueName, number>>;
  readonly log: Logger;
  readonly timings?: WorkerTimings;
}

export interface Workers {
  /** Stops claiming; jobs under way go on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Waits for jobs under way until the deadline, then leaves them to the sweep of the others. */
  close(deadlineMs: number): Promise<void>;
}

/**
 * Starts the workers once the backend answers, however long that takes: one built before that never works, and never
 * says so.
 */
export async function startWorkers(options: WorkersOptions, signal?: AbortSignal): Promise<Workers> {
  checkPool(options);
  const opened = await openAll(options, signal);
  return {
    pause: async () => {
      await Promise.all(opened.map(({ worker }) => worker.pause(true)));
    },
    resume: async () => {
      await Promise.all(opened.map(({ worker }) => worker.resume()));
    },
    close: async (deadlineMs) => {
      const graceful = Promise.all(opened.map((entry) => entry.close(false)));
      const late = new Promise<'late'>((done) => setTimeout(done, deadlineMs, 'late').unref());
      if ((await Promise.race([graceful, late])) !== 'late') return;
      for (const { worker } of opened) worker.cancelAllJobs('the worker is shutting down');
      await Promise.all(opened.map((entry) => entry.close(true)));
    },
  };
}

/**
 * Opens the workers and waits until each is connected. The connection may break in between, and a worker remembers that
 * for ever: it would ask again and again without a pause, and stop the whole process. Such workers are built anew.
 */
async function openAll(options: WorkersOptions, signal: AbortSignal | undefined): Promise<OpenedWorker[]> {
  const { reconnectMs } = options.timings ?? workerTimings;
  for (;;) {
    await untilReachable(options, signal);
    const opened = queueNames.map((name) => openWorkerFor(name, options));
    // All of them, also after a failure: one closed while it connects keeps its connection.
    const results = await Promise.allSettled(opened.map(({ worker }) => worker.waitUntilReady()));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure === undefined) {
      for (const { worker } of opened)
        void worker.run().catch((error: unknown) => logTrouble(error, options));
      return opened;
    }
    options.log.warn({ err: failure.reason }, 'queue lost while it was opened, opening it again');
    await Promise.all(opened.map((entry) => entry.close(true)));
    await new Promise((done) => setTimeout(done, reconnectMs));
  }
}

const logTrouble = (error: unknown, { log }: WorkersOptions) =>
  log.debug({ err: error }, 'queue connection trouble');

/** A pool whose slots are all taken by listeners processes nothing, for ever, and without an error. */
function checkPool({ backend, concurrency }: WorkersOptions): void {
  if (backend.kind !== 'postgres') return;
  const needed = queueNames.length + queueNames.reduce((sum: number, name) => sum + concurrency[name], 0);
  if (backend.pool.options.max >= needed) return;
  throw new AmasError('jobs.pool_too_small', 'the pool has too few connections for the workers', {
    details: { max: backend.pool.options.max, needed },
    publicMessage: `The worker needs at least ${needed} database connections for this concurrency. Lower AMAS_WORKER_CONCURRENCY.`,
  });
}

async function untilReachable(options: WorkersOptions, signal: AbortSignal | undefined): Promise<void> {
  const { reconnectMs } = options.timings ?? workerTimings;
  for (let tries = 0; ; tries += 1) {
    signal?.throwIfAborted();
    const error = await probeBackend(options.backend).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (tries % 30 === 0) options.log.warn({ err: error }, 'waiting for the queue');
    await new Promise((done) => setTimeout(done, reconnectMs));
  }
}

function openWorkerFor(name: QueueName, options: WorkersOptions): OpenedWorker {
  const timings = options.timings ?? workerTimings;
  const { worker, close } = openWorker(
    options.backend,
    name,
    (job, _token, signal) => runJob(job, signal, options),
    {
      autorun: false,
      concurrency: options.concurrency[name],
      lockDuration: timings.lockMs,
      stalledInterval: timings.stalledCheckMs,
      // A job that ended three workers is poison; its row says so.
      maxStalledCount: 2,
      // After a lost connection; the default of 15 s would be waited on top of every restart of the database.
      runRetryDelay: timings.reconnectMs,
      settings: {
        backoffStrategy: (attemptsMade, _type, error, job) =>
          waitBeforeRetryMs(attemptsMade, catalog[job?.name as JobName]?.backoffMs ?? 1_000, error),
      },
    },
  );
  worker.on('error', (error) => logTrouble(error, options));
  worker.on('lockRenewalFailed', (ids: string[]) =>
    ids.forEach((id) => worker.cancelJob(id, 'its lock was lost')),
  );
  worker.on('failed', (job, error) => void reportFailure(job, error, options));
  return { worker, close };
}

async function runJob(job: Job, signal: AbortSignal | undefined, options: WorkersOptions): Promise<void> {
  const name = job.name as JobName;
  const definition = catalog[name];
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timedOut(name, definition.timeoutMs)), definition.timeoutMs);
  const forward = () => limit.abort(signal?.reason);
  signal?.addEventListener('abort', forward, { once: true });
  try {
    const payload = parsePayload(name, job.data);
    const log = options.log.child({ job: name, jobId: job.id });
    const handler = options.handlers[name] as JobHandler<JobName>;
    await handler.handle(payload, { signal: limit.signal, log, attempt: job.attemptsMade + 1 });
  } catch (error) {
    const isLast =
      job.attemptsMade + 1 >= definition.attempts || (error instanceof AmasError && error.retry === 'never');
    const entry = { job: name, code: codeOf(error), err: error, isLast };
    // What is no expected failure is a bug of ours: somebody must act.
    if (error instanceof AmasError) options.log.info(entry, 'job attempt failed');
    else options.log.error(entry, 'job attempt failed');
    throw toJobError(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}

function parsePayload(name: JobName, data: unknown): JobPayload<JobName> {
  const parsed = catalog[name]?.payload.safeParse(data);
  if (parsed?.success) return parsed.data;
  throw new AmasError('jobs.payload_invalid', `a job named ${name} does not fit the catalog`, {
    details: { job: name },
    cause: parsed?.error,
  });
}

async function reportFailure(job: Job | undefined, error: Error, options: WorkersOptions): Promise<void> {
  // Without a job it was removed meanwhile; a job with a next attempt is not lost.
  if (!job || (await job.getState().catch(() => 'unknown')) !== 'failed') return;
  const name = job.name as JobName;
  const parsed = catalog[name]?.payload.safeParse(job.data);
  if (!parsed?.success) return;
  const handler = options.handlers[name] as JobHandler<JobName>;
  await handler
    .failed(parsed.data, error)
    .catch((reason: unknown) =>
      options.log.warn({ err: reason, job: name }, 'failure not recorded, the sweep will retry'),
    );
  if (job.id?.startsWith(sweptPrefix)) await job.remove().catch(() => undefined);
}

const timedOut = (name: JobName, timeoutMs: number) =>
  new AmasError('jobs.timeout', `${name} took longer than ${timeoutMs} ms`, { retry: 'backoff' });
