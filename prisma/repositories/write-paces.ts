import type { Pool } from 'pg';
import { toDatabaseError } from '../database-errors.ts';
import { uuidv7 } from '../uuid.ts';

export interface WriteAccount {
  readonly projectId: string;
  readonly platform: string;
  readonly accountId: string;
}

/** At most `max` writes within any `windowMs`. */
export interface WriteLimit {
  readonly windowMs: number;
  readonly max: number;
}

interface PaceRow {
  readonly taken: string[];
  readonly nowMs: string;
  readonly heldMs: string | null;
}

/**
 * Takes the next turn to write to an account, when the limits leave one; returns 0 then, else how many milliseconds it
 * takes until they may. One turn at a time in all processes, by the database's clock.
 */
export async function takeWriteTurn(
  pool: Pool,
  account: WriteAccount,
  limits: readonly WriteLimit[],
): Promise<number> {
  const { projectId, platform, accountId } = account;
  const client = await pool.connect();
  const onError = () => undefined;
  client.on('error', onError);
  let failure: unknown;
  try {
    await client.query('begin');
    await client.query(
      `insert into write_paces (id, organization_id, project_id, platform, account_id, taken)
       select $1, organization_id, id, $3, $4, '{}' from projects where id = $2
       on conflict (project_id, platform, account_id) do nothing`,
      [uuidv7(), projectId, platform, accountId],
    );
    const { rows } = await client.query<PaceRow>(
      `select taken::text[], floor(extract(epoch from clock_timestamp()) * 1000)::text as "nowMs",
         floor(extract(epoch from held_until) * 1000)::text as "heldMs"
       from write_paces where project_id = $1 and platform = $2 and account_id = $3 for update`,
      [projectId, platform, accountId],
    );
    const waitMs = rows[0] ? await takeFrom(rows[0]) : 0;
    await client.query('commit');
    return waitMs;
  } catch (error) {
    failure = error;
    await client.query('rollback').catch(() => undefined);
    throw toDatabaseError(error);
  } finally {
    client.off('error', onError);
    client.release(failure !== undefined);
  }

  async function takeFrom(row: PaceRow): Promise<number> {
    const now = Number(row.nowMs);
    const longestMs = Math.max(...limits.map(({ windowMs }) => windowMs));
    const taken = row.taken.map(Number).filter((at) => at > now - longestMs);
    const waitMs = Math.max(Number(row.heldMs ?? 0) - now, waitFor(taken, limits, now), 0);
    if (waitMs > 0) return waitMs;
    await client.query(
      'update write_paces set taken = $4::bigint[] where project_id = $1 and platform = $2 and account_id = $3',
      [projectId, platform, accountId, [...taken, now]],
    );
    return 0;
  }
}

/** Milliseconds until one more write keeps every limit; 0 or less: now. `taken` holds earlier ones, oldest first. */
export function waitFor(taken: readonly number[], limits: readonly WriteLimit[], now: number): number {
  const waits = limits.map(({ windowMs, max }) => {
    const oldest = taken.at(-max);
    return oldest === undefined ? 0 : oldest + windowMs - now;
  });
  return Math.max(0, ...waits);
}

/** Nobody writes to the account for this long: its platform asked for a pause. */
export async function holdWrites(pool: Pool, account: WriteAccount, pauseMs: number): Promise<void> {
  const { projectId, platform, accountId } = account;
  await pool.query(
    `insert into write_paces (id, organization_id, project_id, platform, account_id, taken, held_until)
     select $1, organization_id, id, $3, $4, '{}', now() + $5 * interval '1 millisecond' from projects where id = $2
     on conflict (project_id, platform, account_id) do update
       set held_until = greatest(write_paces.held_until, excluded.held_until)`,
    [uuidv7(), projectId, platform, accountId, pauseMs],
  );
}
