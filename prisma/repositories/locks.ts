import type { Pool } from 'pg';
import type { Store } from '../client.ts';

/**
 * Runs `work` while holding a session advisory lock on `name`: one holder in all processes. The lock goes with its
 * connection, so a killed holder blocks nobody. Returns undefined, without running, when somebody else holds it.
 */
export async function withLock<Result>(
  pool: Pool,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const client = await pool.connect();
  let broken = false;
  const onError = () => {
    broken = true;
  };
  client.on('error', onError);
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [name],
    );
    if (!rows[0]?.taken) return undefined;
    try {
      return await work();
    } finally {
      if (!broken)
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(onError);
    }
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * Waits for the same lock as `withLock`, and holds it until the transaction of `store` ends. Take it before any row:
 * who holds it may be about to change that row.
 */
export async function lockUntilCommit(store: Store, name: string): Promise<void> {
  await store.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
