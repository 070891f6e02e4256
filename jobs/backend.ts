import type { Pool } from 'pg';
import { AmasError } from '#monitoring/errors.ts';

/** Where jobs wait. Rows are the truth in both cases: the queue can be rebuilt from them. */
export type QueueBackend =
  | { readonly kind: 'postgres'; readonly pool: Pool }
  | { readonly kind: 'redis'; readonly url: string };

/** Keeps AMAS's keys apart from others in a shared Redis. */
export const redisPrefix = 'amas';

/** Resolves when the backend answers; rejects otherwise: with `jobs.redis_away`, or PostgreSQL's own error. */
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
  } catch (cause) {
    throw new AmasError('jobs.redis_away', 'Redis does not answer', {
      retry: 'backoff',
      cause,
      publicMessage:
        'Redis does not answer. Check REDIS_URL and that it runs; deliveries are stored meanwhile.',
    });
  } finally {
    probe.disconnect();
  }
}
