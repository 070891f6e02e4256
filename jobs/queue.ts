import type { Logger } from '#monitoring/logger.ts';
import type { Database, Store } from '#prisma/client.ts';
import { probeBackend, type QueueBackend } from './backend.ts';
import type { JobName, JobPayload, QueueName } from './catalog.ts';
import { addBySql, addJobSql, readPostgresQueues } from './postgres-queue.ts';
import type { RedisQueues } from './redis-queue.ts';

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

export interface JobsOptions {
  readonly database: Database;
  readonly backend: QueueBackend;
  readonly log: Logger;
}

/** The hub's and the worker's door to the queue. Opens nothing until it is used. */
export function createJobs(options: JobsOptions): Jobs {
  return options.backend.kind === 'postgres'
    ? createPostgresJobs(options)
    : createRedisJobs(options, options.backend.url);
}

const transactionOptions = { timeout: 20_000, maxWait: 10_000 };

function createPostgresJobs({ database, backend }: JobsOptions): Jobs {
  const { store, pool } = database;
  return {
    backend,
    enqueue: (name, payload, extra) => addBySql(store, name, payload, extra),
    transact: (work) =>
      store.$transaction(
        (transaction) =>
          work(transaction, (name, payload, extra) => addBySql(transaction, name, payload, extra)),
        transactionOptions,
      ),
    sqlFor: (name, field, expression) => addJobSql(name, `jsonb_build_object('${field}', ${expression})`),
    readings: () => readPostgresQueues(pool),
    probe: () => probeBackend(backend),
    close: async () => {},
  };
}

function createRedisJobs({ database, backend, log }: JobsOptions, url: string): Jobs {
  let opened: Promise<RedisQueues> | undefined;
  const queues = async () => {
    // Loaded where Redis is used only: it costs every process twenty megabytes.
    opened ??= import('./redis-queue.ts').then(({ openRedisQueues }) => openRedisQueues(url));
    return await opened;
  };
  const reopen = async () => {
    const former = opened;
    opened = undefined;
    await (await former)?.close().catch(() => undefined);
  };
  const enqueue: Enqueue = async (name, payload, extra) => {
    try {
      await (await queues()).add(name, payload, extra);
    } catch (error) {
      // A queue that was built while Redis was away may stay dead: the next job gets a new one.
      await reopen();
      throw error;
    }
  };
  return {
    backend,
    enqueue,
    transact: async (work) => {
      const afterwards: (() => Promise<void>)[] = [];
      const collect: Enqueue = async (name, payload, extra) => {
        afterwards.push(() => enqueue(name, payload, extra));
      };
      const result = await database.store.$transaction((store) => work(store, collect), transactionOptions);
      for (const add of afterwards) {
        await add().catch((error: unknown) => log.warn({ err: error }, 'job not enqueued, the sweep will'));
      }
      return result;
    },
    sqlFor: () => undefined,
    readings: async () => await (await queues()).readings(),
    probe: () => probeBackend(backend),
    close: reopen,
  };
}
