import { systemClock } from '#monitoring/clock.ts';

const pollMs = 25;

/** Asks again and again until there is an answer, or the signal ends the waiting. */
export async function until<Value>(
  probe: () => Value | undefined | Promise<Value | undefined>,
  signal: AbortSignal,
): Promise<Value> {
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    await systemClock.sleep(pollMs, signal);
  }
}
