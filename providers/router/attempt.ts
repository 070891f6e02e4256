import { ProviderError } from '../errors.ts';
import type { Time } from './time.ts';

export interface AttemptLimits {
  /** Until the answer, or until the first part of it. */
  readonly limitMs: number;
  /** The caller's: when it aborts, so does the attempt, with the same reason. */
  readonly signal: AbortSignal;
  readonly time: Time;
}

/** One candidate being asked once. Whoever opened it closes it. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** As the promise, but ends when the attempt does, even when the adapter ignores the signal. */
  guard<Value>(promise: Promise<Value>): Promise<Value>;
  /** From now on there is another limit. */
  limit(limitMs: number): void;
  abort(reason: unknown): void;
  close(): void;
}

/**
 * One controller and one timer at a time, cleared at the end: a composite of `AbortSignal.any` and
 * `AbortSignal.timeout` was measured to lose limits.
 */
export function openAttempt(provider: string, { limitMs, signal, time }: AttemptLimits): Attempt {
  signal.throwIfAborted();
  const controller = new AbortController();
  let cancelTimer: (() => void) | undefined;
  let fail: ((reason: unknown) => void) | undefined;
  const abort = (reason: unknown) => {
    controller.abort(reason);
    fail?.(reason);
  };
  const leave = () => abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const attempt: Attempt = {
    signal: controller.signal,
    guard: (promise) =>
      new Promise((resolve, reject) => {
        fail = reject;
        promise.then(resolve, reject);
        if (controller.signal.aborted) reject(controller.signal.reason as Error);
      }),
    limit(ms) {
      cancelTimer?.();
      cancelTimer = time.after(ms, () => abort(timedOut(provider, ms)));
    },
    abort,
    close() {
      cancelTimer?.();
      fail = undefined;
      signal.removeEventListener('abort', leave);
    },
  };
  attempt.limit(limitMs);
  return attempt;
}

export const timedOut = (provider: string, limitMs: number) =>
  new ProviderError('providers.timeout', provider, {
    details: { limitMs: Math.round(limitMs) },
    mayBeBilled: true,
  });
