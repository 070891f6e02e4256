/** Timers count in 31 bits; a longer wait would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Aborts at the deadline, given in milliseconds since the epoch. */
export function deadlineSignal(deadline: number): AbortSignal {
  const leftMs = Math.ceil(deadline - Date.now());
  return AbortSignal.timeout(Math.min(longestTimerMs, Math.max(0, leftMs)));
}
