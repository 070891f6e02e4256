const dimensions = ['requests', 'tokens'] as const;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long until every used-up dimension is full again, in milliseconds; undefined when none is used up. A dimension
 * that has something left states when it would be full, which is no wait for the next request.
 */
export function rateLimitResetMs(headers: Headers): number | undefined {
  const waits = dimensions
    .filter((dimension) => headers.get(`x-ratelimit-remaining-${dimension}`) === '0')
    .flatMap((dimension) => durationMs(headers.get(`x-ratelimit-reset-${dimension}`) ?? '') ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Durations such as `12ms`, `7.66s`, `6m0s`. */
function durationMs(duration: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return Math.ceil(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitsMs[unit ?? '']!, 0));
}
