import type { Pool } from 'pg';
import type { Store } from '#prisma/client.ts';
import { catalog, type JobName, type JobPayload, type QueueName } from './catalog.ts';
import { jobOptions } from './job-options.ts';
import type { EnqueueOptions, QueueReading } from './queue.ts';

/**
 * SQL that enqueues. `bullmq.add_job` is what BullMQ's own `Queue.add` calls (its PostgreSQL schema version 11): called
 * in our transaction, the job commits with our rows.
 */
export function addJobSql(name: JobName, dataExpression: string, jobId = `''`, delayMs = '0'): string {
  const job = catalog[name];
  const options = JSON.stringify(jobOptions(name));
  return `bullmq.add_job('${job.queue}', ${jobId}, '${name}', ${dataExpression}, '${options}'::jsonb, 0, ${delayMs}::bigint,
    (extract(epoch from clock_timestamp()) * 1000)::bigint, ${job.attempts}, null, null, null, null, null, false)`;
}

/** Enqueues on the connection of `store`, so inside its transaction when it has one. */
export async function addBySql<Name extends JobName>(
  store: Store,
  name: Name,
  payload: JobPayload<Name>,
  extra: EnqueueOptions = {},
): Promise<void> {
  const sql = `select ${addJobSql(name, '$1::jsonb', '$2::text', '$3')} as id`;
  await store.$queryRawUnsafe(sql, JSON.stringify(payload), extra.jobId ?? '', extra.delayMs ?? 0);
}

/** Depth by state, and the age of the oldest job that waits. */
export async function readPostgresQueues(pool: Pool): Promise<QueueReading[]> {
  const { rows } = await pool.query<{ queue: QueueName; state: string; jobs: number; age: number }>(
    `select queue, state::text, count(*)::int as jobs,
       (extract(epoch from clock_timestamp()) - min(added_at_ms) / 1000.0)::float8 as age
     from bullmq.job where state <> 'completed' group by 1, 2`,
  );
  return rows.map(({ queue, state, jobs, age }) => ({
    queue,
    state,
    jobs,
    ...(state === 'waiting' ? { oldestAgeSeconds: Math.max(0, age) } : {}),
  }));
}
