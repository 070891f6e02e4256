import type { Clock } from '#monitoring/clock.ts';

export interface TokenBucket {
  /** Takes one token and returns 0, or takes none and returns the milliseconds until there is one. */
  take(): number;
}

/** `burst` tokens at most, filled again at `perSecond`. */
export function createTokenBucket(perSecond: number, burst: number, clock: Pick<Clock, 'now'>): TokenBucket {
  let tokens = burst;
  let filledAt = clock.now();
  return {
    take() {
      const now = clock.now();
      // A clock set back adds nothing; it must not take tokens away either.
      tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1_000) * perSecond);
      filledAt = now;
      if (tokens < 1) return Math.ceil(((1 - tokens) / perSecond) * 1_000);
      tokens -= 1;
      return 0;
    },
  };
}
