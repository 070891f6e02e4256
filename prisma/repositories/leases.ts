import type { Pool } from 'pg';

/** Rows that a worker takes for a while. */
export type LeasedTable = 'tasks' | 'task_executions';

export interface Claim {
  /** Grows with every claim, so it also counts them. A write under an older epoch is refused. */
  readonly epoch: number;
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  /** Somebody else works on it, until then at the latest. */
  | { readonly kind: 'busy'; readonly waitMs: number }
  /** Gone, or past the states it could be taken from. */
  | { readonly kind: 'over' };

export interface ClaimRequest {
  readonly table: LeasedTable;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly leaseMs: number;
}

/**
 * Takes a row that waits, or one whose holder let its lease run out (it died, or was paused). All times are the
 * database's own, so a worker with a wrong clock can neither steal nor keep.
 */
export async function claimRow(pool: Pool, request: ClaimRequest): Promise<ClaimResult> {
  const { table, id, from, to, leaseMs } = request;
  const { rows } = await pool.query<{ epoch: number }>(
    `update ${table} set status = $3, epoch = epoch + 1, started_at = coalesce(started_at, now()),
       lease_until = now() + $4 * interval '1 millisecond'
     where id = $1 and (status = $2 or (status = $3 and (lease_until is null or lease_until < now())))
     returning epoch`,
    [id, from, to, leaseMs],
  );
  const [row] = rows;
  if (row) return { kind: 'claimed', claim: { epoch: row.epoch } };
  const held = await pool.query<{ wait_ms: number }>(
    `select ceil(extract(epoch from lease_until - now()) * 1000)::int as wait_ms from ${table}
     where id = $1 and status = $2 and lease_until >= now()`,
    [id, to],
  );
  const [holder] = held.rows;
  return holder ? { kind: 'busy', waitMs: holder.wait_ms } : { kind: 'over' };
}

/** Gives a row back so that the next attempt need not wait for the lease. */
export async function releaseRow(pool: Pool, table: LeasedTable, id: string, claim: Claim): Promise<void> {
  await pool.query(`update ${table} set lease_until = null where id = $1 and epoch = $2`, [id, claim.epoch]);
}
