import type { Pool } from 'pg';
import type { Store } from '#prisma/client.ts';
import { catalog, type JobName, type JobPayload, type QueueName } from './catalog.ts';
import { jobOptions } from './job-options.ts';
import type { EnqueueOptions, QueueReading } from './queue.ts';

/**
 * `bullmq.add_job` is what BullMQ's own `Queue.add` calls (its PostgreSQL schema version 11): called in our transaction,
 * the job commits with our rows.
 */
const addJob = `select bullmq.add_job($1, $2, $3, $4::jsonb, $5::jsonb, 0, $6::bigint,
  (extract(epoch from clock_timestamp()) * 1000)::bigint, $7, null, null, null, null, null, false) as id`;

/** Enqueues on the connection of `store`, so inside its transaction when it has one. */
export async function addBySql<Name extends JobName>(
  store: Store,
  name: Name,
  payload: JobPayload<Name>,
  extra: EnqueueOptions = {},
): Promise<void> {
  const { queue, attempts } = catalog[name];
  const { jobId = '', delayMs = 0 } = extra;
  const [data, options] = [JSON.stringify(payload), JSON.stringify(jobOptions(name))];
  await store.$queryRawUnsafe(addJob, queue, jobId, name, data, options, delayMs, attempts);
}

/** The call alone, for a statement that makes the payload itself: `dataExpression` is SQL of ours that yields jsonb. */
export function addJobSql(name: JobName, dataExpression: string): string {
  const { queue, attempts } = catalog[name];
  return `bullmq.add_job('${queue}', '', '${name}', ${dataExpression}, '${JSON.stringify(jobOptions(name))}'::jsonb, 0, 0,
    (extract(epoch from clock_timestamp()) * 1000)::bigint, ${attempts}, null, null, null, null, null, false)`;
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
