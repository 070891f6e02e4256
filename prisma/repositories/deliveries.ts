import type { Pool } from 'pg';
import { packBody, type StoredBody } from '../body-compression.ts';
import type { Database, Store } from '../client.ts';
import { toDatabaseError } from '../database-errors.ts';
import { uuidv7 } from '../uuid.ts';

/** A verified delivery on its way into the database. */
export interface NewDelivery {
  readonly organizationId: string;
  readonly projectId: string;
  readonly platform: string;
  readonly event: string;
  readonly externalId: string;
  readonly keyIndex: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

export interface WrittenDelivery {
  readonly id: string;
  readonly outcome: 'accepted' | 'duplicate';
}

/** A row that came back from the insert: new, or a failed one started again. */
interface InsertedRow {
  readonly id: string;
  readonly key: string;
}

/**
 * Writes a batch in one statement, so in one commit: the rows, and through `jobOf` the job that will process the
 * accepted ones. A known delivery is a duplicate and changes nothing, unless it or its task failed: then it starts
 * again, because whoever sends it once more (GitHub's "Redeliver") wants just that.
 * @param jobOf gets a SQL expression (a jsonb array of the accepted ids) and returns the call that enqueues; undefined
 *   when the queue is not in this database, and the caller enqueues after the commit.
 * @throws AmasError `prisma.unavailable` (try again) or `prisma.statement_failed` (a row is at fault).
 */
export async function writeDeliveries(
  pool: Pool,
  rows: readonly NewDelivery[],
  jobOf?: (idsExpression: string) => string,
): Promise<WrittenDelivery[]> {
  const unique = new Map<string, NewDelivery>();
  for (const row of rows) if (!unique.has(keyOf(row))) unique.set(keyOf(row), row);
  try {
    // One order for all writers: rows that conflict are locked, and two orders would deadlock.
    const sorted = [...unique].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
    const inserted = await insertRows(pool, sorted, jobOf);
    return await tellOutcomes(pool, rows, inserted);
  } catch (error) {
    throw toDatabaseError(error);
  }
}

async function insertRows(
  pool: Pool,
  rows: readonly NewDelivery[],
  jobOf: ((idsExpression: string) => string) | undefined,
): Promise<Map<string, string>> {
  let start = 1;
  const bodies = rows.map((row) => packBody(row.body));
  const described = rows.map((row, index) => {
    const { stored, plainBytes } = bodies[index] as StoredBody;
    start += stored.byteLength;
    const place = { start: start - stored.byteLength, length: stored.byteLength, plainBytes };
    return { ...row, body: undefined, id: uuidv7(), ...place };
  });
  const { rows: inserted } = await pool.query<InsertedRow>({
    name: jobOf ? 'write-deliveries-with-job' : 'write-deliveries',
    text: statement(jobOf),
    values: [
      // As one text: an array for each column costs the client twice as much.
      JSON.stringify(described),
      // One binary parameter: in JSON or in an array the bodies would travel as escaped text, at half the speed.
      bodies.length === 1 && bodies[0] ? bodies[0].stored : Buffer.concat(bodies.map((body) => body.stored)),
    ],
  });
  return new Map(inserted.map((row) => [row.key, row.id]));
}

function statement(jobOf: ((idsExpression: string) => string) | undefined): string {
  return `
with written as (
  insert into deliveries (id, organization_id, project_id, platform, event, external_id, key_index, headers, received_at, body, body_plain_bytes)
  select r.id, r."organizationId", r."projectId", r.platform, r.event, r."externalId", r."keyIndex", r.headers,
    to_timestamp(r."receivedAt" / 1000.0), substring($2::bytea from r.start for r.length), r."plainBytes"
  from json_to_recordset($1::json) as r(id uuid, "organizationId" uuid, "projectId" uuid, platform text, event text,
    "externalId" text, "keyIndex" int, headers jsonb, "receivedAt" float8, start int, length int,
    "plainBytes" int)
  on conflict (project_id, platform, external_id) do update
    set status = 'received', reason = null, remedy = null, finished_at = null, task_id = null,
      restarts = deliveries.restarts + 1, body = excluded.body,
      body_plain_bytes = excluded.body_plain_bytes, headers = excluded.headers,
      received_at = excluded.received_at
    where deliveries.status = 'failed'
      or exists (select 1 from tasks where tasks.id = deliveries.task_id and tasks.status = 'failed')
  returning id, project_id::text || ' ' || platform || ' ' || external_id as key
)${
    jobOf
      ? `, job as (
  select ${jobOf('(select jsonb_agg(id) from written)')} as id where exists (select 1 from written)
)
select written.id, written.key from written left join job on true`
      : `
select id, key from written`
  }`;
}

async function tellOutcomes(
  pool: Pool,
  rows: readonly NewDelivery[],
  inserted: ReadonlyMap<string, string>,
): Promise<WrittenDelivery[]> {
  const known = rows.every((row) => inserted.has(keyOf(row)))
    ? inserted
    : await findExisting(pool, rows, inserted);
  const told = new Set<string>();
  return rows.map((row) => {
    const key = keyOf(row);
    const isFirst = inserted.has(key) && !told.has(key);
    told.add(key);
    return { id: known.get(key) ?? '', outcome: isFirst ? 'accepted' : 'duplicate' };
  });
}

async function findExisting(
  pool: Pool,
  rows: readonly NewDelivery[],
  inserted: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const missing = rows.filter((row) => !inserted.has(keyOf(row)));
  const { rows: found } = await pool.query<InsertedRow>(
    `select d.id, d.project_id::text || ' ' || d.platform || ' ' || d.external_id as key
     from deliveries d join unnest($1::uuid[], $2::text[], $3::text[]) as r(project_id, platform, external_id)
       on d.project_id = r.project_id and d.platform = r.platform and d.external_id = r.external_id`,
    [
      missing.map((row) => row.projectId),
      missing.map((row) => row.platform),
      missing.map((row) => row.externalId),
    ],
  );
  return new Map([...inserted, ...found.map((row): [string, string] => [row.key, row.id])]);
}

const keyOf = (row: NewDelivery) => `${row.projectId} ${row.platform} ${row.externalId}`;

export interface DeliveryEnd {
  readonly status: 'processed' | 'ignored' | 'quarantined' | 'failed';
  readonly reason?: string;
  readonly remedy?: string;
  readonly subjectUrl?: string;
  readonly taskId?: string;
}

/** Ends a delivery once: the second of two workers that hold it changes nothing and gets false. */
export async function finishDelivery(store: Store, id: string, end: DeliveryEnd): Promise<boolean> {
  const { count } = await store.delivery.updateMany({
    where: { id, status: 'received' },
    data: {
      status: end.status,
      reason: end.reason ?? null,
      remedy: end.remedy ?? null,
      subjectUrl: end.subjectUrl ?? null,
      taskId: end.taskId ?? null,
      finishedAt: new Date(),
    },
  });
  return count === 1;
}

/** What a person can do, learned only after the delivery led to a task. */
export async function adviseDelivery(store: Store, id: string, remedy: string): Promise<void> {
  await store.delivery.updateMany({ where: { id }, data: { remedy } });
}

/** Starts a delivery again, whatever became of it. Returns false when there is none of that id. */
export async function restartDelivery(store: Store, id: string): Promise<boolean> {
  const { count } = await store.delivery.updateMany({
    where: { id },
    data: {
      status: 'received',
      reason: null,
      remedy: null,
      taskId: null,
      finishedAt: null,
      restarts: { increment: 1 },
    },
  });
  return count === 1;
}

/** Ids of deliveries that wait longer than they should: their job was lost. */
export async function findForgottenDeliveries(
  database: Database,
  olderThanMs: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from deliveries where status = 'received' and received_at < now() - $1 * interval '1 millisecond'
     order by received_at limit $2`,
    [olderThanMs, limit],
  );
  return rows.map((row) => row.id);
}
