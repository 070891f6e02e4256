import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#monitoring/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass, from one sleeper to the next, until the promise is settled; returns what it came to. */
  settle<Value>(promise: Promise<Value>): Promise<PromiseSettledResult<Value>>;
}

/** Time that passes only when everybody sleeps. */
export function createFakeClock(startMs = Date.parse('2026-11-21T12:00:00Z')): FakeClock {
  let now = startMs;
  const sleepers = new Set<{ readonly wakeAt: number; readonly wake: () => void }>();

  const advance = () => {
    const next = [...sleepers].toSorted((one, other) => one.wakeAt - other.wakeAt)[0];
    if (!next) throw new Error('nobody sleeps, and still the promise is not settled');
    sleepers.delete(next);
    now = Math.max(now, next.wakeAt);
    next.wake();
  };

  return {
    now: () => now,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const sleeper = { wakeAt: now + ms, wake: resolve };
      sleepers.add(sleeper);
      const onAbort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      return promise;
    },
    async settle(promise) {
      const state = { isSettled: false };
      const settled = Promise.allSettled([promise]).then(([result]) => {
        state.isSettled = true;
        return result;
      });
      await nextTurn();
      while (!state.isSettled) {
        advance();
        await nextTurn();
      }
      return await settled;
    },
  };
}
