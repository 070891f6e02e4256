import type { Queue } from 'bullmq';
import type { Database, Store } from '#prisma/client.ts';
import type { Logger } from '#monitoring/logger.ts';
import { openQueue, probeBackend, type QueueBackend } from './backend.ts';
import { catalog, queueNames, type JobName, type JobPayload, type QueueName } from './catalog.ts';

/** Enqueues inside the transaction it was handed out for: the job exists exactly when the rows do. */
export type Enqueue = <Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  options?: EnqueueOptions,
) => Promise<void>;

export interface EnqueueOptions {
  /** At most one job of this id waits or runs. Not all digits, no colon (BullMQ's rules). */
  readonly jobId?: string;
  readonly delayMs?: number;
}

/** One state of one queue. */
export interface QueueReading {
  readonly queue: QueueName;
  readonly state: string;
  readonly jobs: number;
  readonly oldestAgeSeconds?: number;
}

export interface Jobs {
  readonly backend: QueueBackend;
  /** Runs `work` in one transaction. With Redis the jobs are added after the commit; one that is lost there is found by the sweep. */
  transact<Result>(work: (store: Store, enqueue: Enqueue) => Promise<Result>): Promise<Result>;
  /** Enqueues by itself, outside of any transaction. */
  readonly enqueue: Enqueue;
  /** SQL that enqueues a job with the payload `{ [field]: <jsonb expression> }`; undefined when the queue is not in the database. */
  sqlFor(name: JobName, field: string, expression: string): string | undefined;
  readings(): Promise<QueueReading[]>;
  /** Rejects when the queue does not answer. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** The hub's and the worker's door to the queue. Opens nothing until it is used. */
export function createJobs(options: { database: Database; backend: QueueBackend; log: Logger }): Jobs {
  const { database, backend, log } = options;
  const opened = new Map<QueueName, ReturnType<typeof openQueue>>();
  const queueOf = (name: QueueName): Queue => {
    const known = opened.get(name) ?? openQueue(backend, name);
    opened.set(name, known);
    return known.queue;
  };
  const addToRedis: Enqueue = async (name, payload, extra = {}) => {
    await queueOf(catalog[name].queue).add(name, payload, {
      ...optionsOf(name),
      ...(extra.jobId === undefined ? {} : { jobId: extra.jobId }),
      ...(extra.delayMs === undefined ? {} : { delay: extra.delayMs }),
    });
  };
  const enqueue: Enqueue = async (name, payload, extra) => {
    if (backend.kind === 'postgres') await addBySql(database.store, name, payload, extra);
    else await addToRedis(name, payload, extra);
  };
  return {
    backend,
    enqueue,
    transact: async (work) => {
      const afterwards: (() => Promise<void>)[] = [];
      const result = await database.store.$transaction(
        (store) =>
          work(store, async (name, payload, extra) => {
            if (backend.kind === 'postgres') await addBySql(store, name, payload, extra);
            else afterwards.push(() => addToRedis(name, payload, extra));
          }),
        { timeout: 20_000, maxWait: 10_000 },
      );
      for (const add of afterwards) {
        await add().catch((error: unknown) => log.warn({ err: error }, 'job not enqueued, the sweep will'));
      }
      return result;
    },
    sqlFor: (name, field, expression) =>
      backend.kind === 'postgres'
        ? addJobSql(name, `jsonb_build_object('${field}', ${expression})`)
        : undefined,
    readings: async () =>
      (await Promise.all(queueNames.map((name) => readQueue(name, queueOf(name))))).flat(),
    probe: () => probeBackend(backend),
    close: async () => {
      await Promise.all([...opened.values()].map((entry) => entry.close()));
      opened.clear();
    },
  };
}

async function readQueue(name: QueueName, queue: Queue): Promise<QueueReading[]> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
  return Object.entries(counts).map(([state, jobs]) => ({
    queue: name,
    state,
    jobs,
    ...(state === 'waiting' && oldest
      ? { oldestAgeSeconds: Math.max(0, Date.now() - oldest.timestamp) / 1_000 }
      : {}),
  }));
}

/** How BullMQ should treat a job of this name; attempts and waits come from the catalog only. */
function optionsOf(name: JobName) {
  const job = catalog[name];
  return {
    attempts: job.attempts,
    // The waits themselves are computed by `jobs/failure.ts`, from what the thrower said.
    backoff: { type: 'amas', delay: job.backoffMs },
    removeOnComplete: true,
    // Failures are kept in our rows, with their reason; the queue keeps the last ones for inspection only.
    removeOnFail: { age: 7 * 24 * 3600, count: 1_000 },
  };
}

/** `bullmq.add_job` is what BullMQ's own `Queue.add` calls (backend schema 11); in our transaction it commits with our rows. */
function addJobSql(name: JobName, dataExpression: string, jobId = `''`, delayMs = '0'): string {
  const job = catalog[name];
  const options = JSON.stringify(optionsOf(name));
  return `bullmq.add_job('${job.queue}', ${jobId}, '${name}', ${dataExpression}, '${options}'::jsonb, 0, ${delayMs}::bigint,
    (extract(epoch from clock_timestamp()) * 1000)::bigint, ${job.attempts}, null, null, null, null, null, false)`;
}

async function addBySql<Name extends JobName>(
  store: Store,
  name: Name,
  payload: JobPayload<Name>,
  extra: EnqueueOptions = {},
): Promise<void> {
  const sql = `select ${addJobSql(name, '$1::jsonb', '$2::text', '$3')} as id`;
  await store.$queryRawUnsafe(sql, JSON.stringify(payload), extra.jobId ?? '', extra.delayMs ?? 0);
}
