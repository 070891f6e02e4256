import type { Pool } from 'pg';
import type { Logger } from '#monitoring/logger.ts';
import type { Alert } from './alerts.ts';
import { createBlock, type Block, type BlockTimings } from './block.ts';
import type { AppliedLimit } from './budget-scope.ts';

export interface BlocksOptions {
  readonly pool: Pool;
  readonly holder: string;
  readonly timings: BlockTimings;
  readonly log: Logger;
}

/** The blocks of this process. What they owe is reported, renewed and given back in the background. */
export interface Blocks {
  /** The block of the period that is under way. */
  blockOf(applied: AppliedLimit): Block;
  /** Reports everything and gives back what no call holds. Never throws: the leases end by themselves. */
  close(): Promise<void>;
}

export function createBlocks({ pool, holder, timings, log }: BlocksOptions): Blocks {
  const current = new Map<string, Block>();
  /** Of periods that are over. */
  const past = new Set<Block>();
  let isTending = false;
  let isAway = false;

  const onAlerts = (alerts: readonly Alert[]) => {
    for (const alert of alerts) log.warn({ alert }, 'budget alert');
  };

  const tend = async () => {
    for (const [name, block] of current) if (await block.tend()) current.delete(name);
    for (const block of past) if (await block.tend()) past.delete(block);
  };

  const tendAll = async () => {
    if (isTending) return;
    isTending = true;
    try {
      await tend();
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, 'spending not reported yet');
      isAway = true;
    } finally {
      isTending = false;
    }
  };

  const timer = setInterval(() => void tendAll(), timings.reportMs);
  timer.unref();

  return {
    blockOf({ limit, subject, taskId }) {
      const name = JSON.stringify([limit.id, subject, taskId]);
      const known = current.get(name);
      if (known && !known.isOver()) return known;
      if (known) past.add(known);
      const key = { limitId: limit.id, subject, taskId };
      const block = createBlock({ pool, holder, key, timings, onAlerts });
      current.set(name, block);
      return block;
    },
    async close() {
      clearInterval(timer);
      const released = await Promise.allSettled(
        [...current.values(), ...past].map((block) => block.release()),
      );
      const failed = released.find((each) => each.status === 'rejected');
      if (failed) log.warn({ err: failed.reason as unknown }, 'spending not reported at the end');
    },
  };
}
