/** What goes wrong with one call. `before` and `after` say on which side of the effect. */
export type Failure = {
  /** A Web API method, or `response_url`. Any call when absent. */
  readonly method?: string;
} & (
  | {
      readonly kind: 'rate_limited';
      /** Absent: the header is missing. */ readonly retryAfterSeconds?: number;
    }
  | { readonly kind: 'status'; readonly status: number; readonly when: 'before' | 'after' }
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** The effect happens at once, the answer comes after a while on the stand-in's clock. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** HTTP 200 with `ok: false`. */
  | { readonly kind: 'refused'; readonly error: string }
);

export interface Failures {
  /** The next matching calls fail, one per entry, in order. */
  failNext(...failures: readonly Failure[]): void;
  take(method: string): Failure | undefined;
}

export function createFailures(): Failures {
  const waiting: Failure[] = [];
  return {
    failNext: (...failures) => {
      waiting.push(...failures);
    },
    take: (method) => {
      const index = waiting.findIndex((each) => each.method === undefined || each.method === method);
      return index === -1 ? undefined : waiting.splice(index, 1)[0];
    },
  };
}
