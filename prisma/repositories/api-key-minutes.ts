import type { Pool } from 'pg';

export interface RequestsAsked {
  readonly count: number;
  readonly perMinute: number;
}

export interface RequestsTaken {
  /** Otherwise none was taken. */
  readonly ok: boolean;
  /** Until the minute ends, by the database's clock. */
  readonly leftMs: number;
}

/**
 * Takes requests of the key's minute for one process: all of them, or none when they do not fit. A minute begins with
 * the first that is taken after the one before has ended.
 */
export async function takeRequests(
  pool: Pool,
  keyId: string,
  { count, perMinute }: RequestsAsked,
): Promise<RequestsTaken> {
  const left = 'greatest(0, ceil(extract(epoch from ends_at - now()) * 1000))::int as "leftMs"';
  const taken = await pool.query<{ leftMs: number }>(
    `insert into api_key_minutes as minute (api_key_id, used, ends_at) values ($1, $2, now() + interval '1 minute')
     on conflict (api_key_id) do update set
       used = case when minute.ends_at <= now() then $2 else minute.used + $2 end,
       ends_at = case when minute.ends_at <= now() then excluded.ends_at else minute.ends_at end
     where minute.ends_at <= now() or minute.used + $2 <= $3
     returning ${left}`,
    [keyId, count, perMinute],
  );
  if (taken.rows[0]) return { ok: true, leftMs: taken.rows[0].leftMs };
  const { rows } = await pool.query<{ leftMs: number }>(
    `select ${left} from api_key_minutes where api_key_id = $1`,
    [keyId],
  );
  return { ok: false, leftMs: rows[0]?.leftMs ?? 0 };
}
