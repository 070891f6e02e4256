import type { StatedRate, StatedRates } from './rate-headers.ts';

/** What a vendor's headers said last, counted on from there: its buckets fill steadily until they are whole. */
export interface LearnedRates {
  waitMs(tokens: number, now: number): number;
  enter(tokens: number): void;
  hear(stated: StatedRates, now: number): void;
}

interface Learned {
  remaining: number;
  readonly perMs: number;
  readonly heardAt: number;
  readonly until: number;
}

export function createLearnedRates(): LearnedRates {
  let requests: Learned | undefined;
  let tokens: Learned | undefined;
  return {
    waitMs: (amount, now) => Math.max(waitMsOf(requests, 1, now), waitMsOf(tokens, amount, now)),
    enter(amount) {
      if (requests) requests.remaining -= 1;
      if (tokens) tokens.remaining -= amount;
    },
    hear(stated, now) {
      if (stated.requests) requests = learn(stated.requests, now);
      if (stated.tokens) tokens = learn(stated.tokens, now);
    },
  };
}

function waitMsOf(rate: Learned | undefined, amount: number, now: number): number {
  if (!rate || now >= rate.until) return 0;
  const missing = amount - rate.remaining - rate.perMs * (now - rate.heardAt);
  return missing <= 0 ? 0 : Math.min(rate.until - now, Math.ceil(missing / rate.perMs));
}

/** Without a stated size the bucket is taken to be empty until it is whole. */
function learn({ remaining, limit, resetMs }: StatedRate, now: number): Learned {
  const missing = limit === undefined ? 0 : Math.max(0, limit - remaining);
  return { remaining, perMs: resetMs === 0 ? 0 : missing / resetMs, heardAt: now, until: now + resetMs };
}
