import type { Pool } from 'pg';

/** Where jobs wait. Rows are the truth in both cases: the queue can be rebuilt from them. */
export type QueueBackend =
  | { readonly kind: 'postgres'; readonly pool: Pool }
  | { readonly kind: 'redis'; readonly url: string };

/** Keeps AMAS's keys apart from others in a shared Redis. */
export const redisPrefix = 'amas';

/** Resolves when the backend answers; rejects with its error otherwise. */
export async function probeBackend(backend: QueueBackend): Promise<void> {
  if (backend.kind === 'postgres') {
    await backend.pool.query('select 1 from bullmq.job limit 1');
    return;
  }
  // Loaded where Redis is used only: it costs every process ten megabytes.
  const { Redis } = await import('ioredis');
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
