import {
  createPostgresBackend,
  Queue,
  Worker,
  type PgPool,
  type Processor,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { QueueName } from './catalog.ts';

/** Where jobs wait. Rows are the truth in both cases: the queue can be rebuilt from them. */
export type QueueBackend =
  | { readonly kind: 'postgres'; readonly pool: Pool }
  | { readonly kind: 'redis'; readonly url: string };

/** Keeps AMAS's keys apart from others in a shared Redis. */
const redisPrefix = 'amas';

/** Call only while the backend answers: a Queue built before that stays dead for ever, and silently (BullMQ 6.7). */
export function openQueue(
  backend: QueueBackend,
  name: QueueName,
): { queue: Queue; close: () => Promise<void> } {
  if (backend.kind === 'postgres') {
    const queue = new Queue(name, { connection: toPgPool(backend.pool) }, createPostgresBackend);
    queue.on('error', () => {});
    return { queue: queue as unknown as Queue, close: () => queue.close() };
  }
  // Offline commands fail at once: a request must not hang on a Redis that is away.
  const connection = new Redis(backend.url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  connection.on('error', () => {});
  const queue = new Queue(name, { connection, prefix: redisPrefix });
  queue.on('error', () => {});
  return {
    queue,
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}

/** The same rule as for `openQueue` holds. */
export function openWorker(
  backend: QueueBackend,
  name: QueueName,
  processor: Processor,
  options: Omit<WorkerOptions, 'connection' | 'prefix'>,
): { worker: Worker; close: (force: boolean) => Promise<void> } {
  if (backend.kind === 'postgres') {
    const connection = toPgPool(backend.pool);
    const worker = new Worker(name, processor, { ...options, connection }, createPostgresBackend);
    return { worker: worker as unknown as Worker, close: (force) => worker.close(force) };
  }
  const connection = new Redis(backend.url, { maxRetriesPerRequest: null });
  connection.on('error', () => {});
  const worker = new Worker(name, processor, { ...options, connection, prefix: redisPrefix });
  return {
    worker,
    close: async (force) => {
      await worker.close(force);
      connection.disconnect();
    },
  };
}

/** BullMQ types the part of a pool that it uses by hand; under `exactOptionalPropertyTypes` pg's own type differs in undefined only. */
const toPgPool = (pool: Pool) => pool as unknown as PgPool;

/** Resolves when the backend answers; rejects with its error otherwise. */
export async function probeBackend(backend: QueueBackend): Promise<void> {
  if (backend.kind === 'postgres') {
    await backend.pool.query('select 1 from bullmq.job limit 1');
    return;
  }
  const probe = new Redis(backend.url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 2_000,
  });
  probe.on('error', () => {});
  try {
    await probe.connect();
    await probe.ping();
  } finally {
    probe.disconnect();
  }
}
