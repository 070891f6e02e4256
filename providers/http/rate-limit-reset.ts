import { vendorNow } from '../errors.ts';

const dimensions = ['requests', 'tokens'] as const;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long until every used-up dimension is full again, in milliseconds; undefined when none is used up. A dimension
 * that has something left states when it would be full, which is no wait for the next request.
 */
export function rateLimitResetMs(headers: Headers, now: number): number | undefined {
  const waits = dimensions
    .filter((dimension) => headers.get(`x-ratelimit-remaining-${dimension}`) === '0')
    .flatMap((dimension) => durationMs(headers.get(`x-ratelimit-reset-${dimension}`) ?? '') ?? []);
  return waits.length === 0 ? plainResetMs(headers, now) : Math.max(...waits);
}

/** Numbers above are seconds since the epoch, and those below seconds from now. */
const leastEpochSeconds = 1_000_000_000;

/** Vendors that count requests only: `x-ratelimit-remaining` of Moonshot and Mistral, which Cohere does not state. */
function plainResetMs(headers: Headers, now: number): number | undefined {
  const reset = headers.get('x-ratelimit-reset') ?? '';
  if ((headers.get('x-ratelimit-remaining') ?? '0') !== '0') return undefined;
  if (!/^\d+(\.\d+)?$/.test(reset)) return durationMs(reset);
  const seconds = Number(reset);
  const waitMs = seconds >= leastEpochSeconds ? seconds * 1_000 - vendorNow(headers, now) : seconds * 1_000;
  return Math.max(0, Math.ceil(waitMs));
}

/** Durations such as `12ms`, `7.66s`, `6m0s`. */
function durationMs(duration: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return Math.ceil(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitsMs[unit ?? '']!, 0));
}
