const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `12 s ago`; a date (UTC) from two weeks on. */
export function timeAgo(then: Date, nowMs: number): string {
  const ageMs = nowMs - then.getTime();
  if (ageMs < secondMs) return 'just now';
  if (ageMs < minuteMs) return `${Math.floor(ageMs / secondMs)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  if (ageMs < 2 * dayMs) return `${Math.floor(ageMs / hourMs)} h ago`;
  if (ageMs < 14 * dayMs) return `${Math.floor(ageMs / dayMs)} days ago`;
  return then.toISOString().slice(0, 10);
}

/** `850 ms`, `4.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < secondMs) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / secondMs).toFixed(1)} s`;
  const seconds = Math.round(ms / secondMs);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** `2026-11-21 04:54:11 UTC`. */
export const dateAndTime = (time: Date): string => `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
