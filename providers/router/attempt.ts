import type { Clock } from '#monitoring/clock.ts';
import type { CompletionPart, CompletionRequest, CompletionResult } from '../contract.ts';
import { malformed, ProviderError } from '../errors.ts';
import type { Candidate } from './candidate.ts';

export interface AttemptLimits {
  /** Until the answer, or until the first part of it. */
  readonly limitMs: number;
  /** The caller's: when it aborts, so does the attempt, with the same reason. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** One candidate being asked once. Whoever opened it closes it. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** As the promise, but ends when the attempt does, even when the adapter ignores the signal. */
  guard<Value>(promise: Promise<Value>): Promise<Value>;
  /** From now on there is another limit; undefined = none. */
  limit(limitMs: number | undefined): void;
  abort(reason: unknown): void;
  close(): void;
}

/**
 * One controller and one timer at a time, cleared at the end: a composite of `AbortSignal.any` and
 * `AbortSignal.timeout` was measured to lose limits.
 */
export function openAttempt({ provider }: Candidate, { limitMs, signal, clock }: AttemptLimits): Attempt {
  signal.throwIfAborted();
  const controller = new AbortController();
  let timer: AbortController | undefined;
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
      timer?.abort();
      timer = undefined;
      if (ms === undefined) return;
      timer = new AbortController();
      clock.sleep(ms, timer.signal).then(
        () => abort(timedOut(provider.id, ms)),
        () => undefined,
      );
    },
    abort,
    close() {
      timer?.abort();
      fail = undefined;
      signal.removeEventListener('abort', leave);
    },
  };
  attempt.limit(limitMs);
  return attempt;
}

/** The whole answer. */
export async function askOnce(
  attempt: Attempt,
  { provider, model }: Candidate,
  request: CompletionRequest,
): Promise<CompletionResult> {
  return await attempt.guard(provider.complete(request, { model, signal: attempt.signal }));
}

export interface OpenStream {
  readonly first: CompletionPart;
  /** The parts after it. */
  readonly rest: AsyncIterator<CompletionPart>;
}

/** The answer from its first part on; until then nothing of it was handed on. */
export async function openStream(
  attempt: Attempt,
  { provider, model }: Candidate,
  request: CompletionRequest,
): Promise<OpenStream> {
  const parts = provider.stream(request, { model, signal: attempt.signal });
  const rest = parts[Symbol.asyncIterator]();
  const { value, done } = await attempt.guard(rest.next());
  if (done) throw malformed(provider.id, 'no part');
  return { first: value, rest };
}

export const timedOut = (provider: string, limitMs: number) =>
  new ProviderError('providers.timeout', provider, {
    details: { limitMs: Math.round(limitMs) },
    mayBeBilled: true,
  });
