import type { Clock } from '#monitoring/clock.ts';
import type { CompletionRequest, CompletionResult } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import type { Candidate } from './candidate.ts';

export interface AttemptLimits {
  readonly limitMs: number;
  /** The caller's: when it aborts, so does the attempt, with the same reason. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Asks one candidate once. One controller and one timer, cleared at the end: a composite of `AbortSignal.any` and
 * `AbortSignal.timeout` was measured to lose limits. Ends at its limit even when the adapter ignores the signal.
 */
export async function attempt(
  { provider, model }: Candidate,
  request: CompletionRequest,
  { limitMs, signal, clock }: AttemptLimits,
): Promise<CompletionResult> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const timer = new AbortController();
  const leave = () => controller.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const timeOut = () => controller.abort(timedOut(provider.id, limitMs));
  clock.sleep(limitMs, timer.signal).then(timeOut, () => undefined);
  try {
    return await Promise.race([
      provider.complete(request, { model, signal: controller.signal }),
      abortOf(controller.signal),
    ]);
  } finally {
    timer.abort();
    signal.removeEventListener('abort', leave);
  }
}

const timedOut = (provider: string, limitMs: number) =>
  new ProviderError('providers.timeout', provider, {
    details: { limitMs: Math.round(limitMs) },
    mayBeBilled: true,
  });

function abortOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return promise;
}
