import type { Clock } from '#monitoring/clock.ts';

/** Time for durations, which no change of the computer's clock makes jump, beside the time of day. */
export interface Time {
  /** Milliseconds of a steady clock, with fractions. */
  now(): number;
  /** Milliseconds since the epoch. */
  wallNow(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does it after so many milliseconds; returns what cancels it. */
  after(ms: number, act: () => void): () => void;
}

/** A clock that knows no steady time, such as a test's, is taken as steady. */
export function steadyTime(clock: Clock): Time {
  const sleep: Time['sleep'] = (ms, signal) => clock.sleep(ms, signal);
  return {
    now: clock.steadyNow ? () => clock.steadyNow!() : () => clock.now(),
    wallNow: () => clock.now(),
    sleep,
    after: clock.after
      ? (ms, act) => clock.after!(ms, act)
      : (ms, act) => {
          const cancelling = new AbortController();
          sleep(ms, cancelling.signal).then(act, () => undefined);
          return () => cancelling.abort();
        },
  };
}
