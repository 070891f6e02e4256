const dimensions = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

/**
 * How long until every used-up dimension is full again, in milliseconds; undefined when none is used up. Resets are
 * RFC 3339 dates.
 */
export function rateLimitResetMs(headers: Headers, now: number): number | undefined {
  const waits = dimensions
    .filter((dimension) => headers.get(`anthropic-ratelimit-${dimension}-remaining`) === '0')
    .map((dimension) => Date.parse(headers.get(`anthropic-ratelimit-${dimension}-reset`) ?? '') - now)
    .filter((waitMs) => !Number.isNaN(waitMs));
  return waits.length === 0 ? undefined : Math.max(0, ...waits);
}
