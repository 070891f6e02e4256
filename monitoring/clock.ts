/** Time as a value, so that tests hold it. Milliseconds since the epoch, and a wait that a signal can end. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds, with fractions, that no change of the computer's time makes jump; absent = `now` does not jump. */
  steadyNow?(): number;
  /**
   * Milliseconds of processor time that this thread has used; absent = `now`. For limits of work: time in which a process
   * was frozen, or others had the core, is none of it.
   */
  busyNow?(): number;
  /** Does it after `ms`, and returns what cancels it: cheaper than `sleep`, for what happens at every call. */
  after?(ms: number, act: () => void): () => void;
}

/** The longest that a timer can wait; beyond it Node would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  steadyNow: () => performance.now(),
  busyNow() {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  },
  after(ms, act) {
    const timer = setTimeout(act, Math.min(ms, maxTimerMs));
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, maxTimerMs),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};
