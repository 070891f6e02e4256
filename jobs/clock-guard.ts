import type { Pool } from 'pg';
import type { Logger } from '#monitoring/logger.ts';

/** BullMQ's PostgreSQL backend trusts each worker's clock: one that is far off steals healthy jobs. */
export const maxSkewMs = 2_000;
const checkEveryMs = 10_000;

/** How far our clock is from the database's, in milliseconds; the way there and back is taken out. */
export async function clockSkewMs(pool: Pool, now: () => number = Date.now): Promise<number> {
  const before = now();
  const { rows } = await pool.query<{ ms: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  const after = now();
  return (before + after) / 2 - Number(rows[0]?.ms);
}

export interface Pausable {
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** Keeps the workers from claiming while the clock is wrong, and says so. */
export function guardClock(options: {
  pool: Pool;
  workers: Pausable;
  log: Logger;
  now?: () => number;
  everyMs?: number;
}) {
  const { pool, workers, log, now = Date.now } = options;
  let isPaused = false;
  const check = async (): Promise<void> => {
    const skewMs = await clockSkewMs(pool, now);
    const isWrong = Math.abs(skewMs) > maxSkewMs;
    if (isWrong === isPaused) return;
    isPaused = isWrong;
    if (isWrong) {
      log.error({ skewMs }, 'clock differs from the database, no jobs are taken until it is right');
      await workers.pause();
    } else {
      log.info({ skewMs }, 'clock is right again');
      await workers.resume();
    }
  };
  // The database may be away for a while: the next check knows more.
  const timer = setInterval(() => void check().catch(() => undefined), options.everyMs ?? checkEveryMs);
  return { check, stop: () => clearInterval(timer) };
}
