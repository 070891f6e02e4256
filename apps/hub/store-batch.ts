import type { Jobs } from '#jobs/queue.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { writeDeliveries } from '#prisma/repositories/deliveries.ts';
import type { WriteRows } from './ingest/write-bisecting.ts';

/** Writes batches of deliveries with the one job that will process them: in the same commit where the queue is in the database. */
export function createStoreBatch(database: Pick<Database, 'pool'>, jobs: Jobs, log: Logger): WriteRows {
  const isOneCommit = jobs.backend.kind === 'postgres';
  const jobOf = (ids: string) => jobs.sqlFor('delivery.process', 'deliveryIds', ids) ?? '';
  return async (rows) => {
    const deliveries = rows.map((row) => ({
      ...row,
      headers: { ...row.headers, 'content-type': row.contentType },
    }));
    const written = await writeDeliveries(database.pool, deliveries, isOneCommit ? jobOf : undefined);
    if (isOneCommit) return written;
    const deliveryIds = written.filter((row) => row.outcome === 'accepted').map((row) => row.id);
    if (deliveryIds.length === 0) return written;
    // The rows are safe; a job that cannot be added now is added by the sweep.
    await jobs.enqueue('delivery.process', { deliveryIds }).catch((error: unknown) => {
      log.warn({ err: error }, 'deliveries stored, their job is left to the sweep');
    });
    return written;
  };
}
