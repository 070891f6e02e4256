import { inspect } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';

export interface EventuallyOptions {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Asks again until the answer is something other than `undefined`, `null` or `false`, and returns it. A probe that
 * throws is asked again too, so it may hold assertions; its last error is the cause of the failure.
 * @param what completes the sentence "waited 10000 ms for …".
 */
export async function eventually<Value>(
  what: string,
  probe: () => Value | Promise<Value>,
  { timeoutMs = 10_000, intervalMs = 25 }: EventuallyOptions = {},
): Promise<NonNullable<Exclude<Value, false>>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  let cause: unknown;
  for (;;) {
    try {
      last = await probe();
      cause = undefined;
      if (last !== undefined && last !== null && last !== false) return last as never;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw failure(what, timeoutMs, last, cause);
    await wait(intervalMs);
  }
}

function failure(what: string, timeoutMs: number, last: unknown, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : inspect(cause);
  const ending = cause === undefined ? `; the last answer was ${inspect(last)}` : `: ${reason}`;
  return new Error(`waited ${timeoutMs} ms for ${what}${ending}`, { cause });
}
