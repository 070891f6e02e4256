import { NotFinished } from '#apps/cli/errors.ts';

export interface Limit {
  readonly ms: number;
  /** What takes that long, as "starting the hub". */
  readonly what: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

/**
 * Waits for work no longer than its limit, and no longer than the person who may stop it. The work gets a signal that
 * aborts in both cases; whoever needs its end all the same waits for it elsewhere.
 */
export async function within<Result>(
  limit: Limit,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  stop.throwIfAborted();
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(tooLate(limit)), limit.ms);
  const signal = AbortSignal.any([stop, over.signal]);
  const aborted = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate({ ms, what, remedy }: Limit): NotFinished {
  const sentence = `${what} took longer than ${Math.round(ms / 1_000)} s. ${remedy}`;
  return new NotFinished(sentence[0]?.toUpperCase() + sentence.slice(1));
}
