import { createPostgresBackend, Worker, type PgPool, type Processor, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { redisPrefix, type QueueBackend } from './backend.ts';
import type { QueueName } from './catalog.ts';

export interface OpenedWorker {
  readonly worker: Worker;
  readonly close: (force: boolean) => Promise<void>;
}

/** Call only while the backend answers: a Worker built before that stays dead for ever, and silently (BullMQ 6.7). */
export function openWorker(
  backend: QueueBackend,
  name: QueueName,
  processor: Processor,
  options: Omit<WorkerOptions, 'connection' | 'prefix'>,
): OpenedWorker {
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
