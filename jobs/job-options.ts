import { catalog, type JobName } from './catalog.ts';

/** How BullMQ should treat a job of this name; attempts and waits come from the catalog only. */
export function jobOptions(name: JobName) {
  const job = catalog[name];
  return {
    attempts: job.attempts,
    // The waits themselves are computed by `jobs/failure.ts`, from what the thrower said.
    backoff: { type: 'amas', delay: job.backoffMs },
    removeOnComplete: true,
    // Failures are kept in our rows, with their reason; the queue keeps the last ones for inspection only.
    removeOnFail: { age: 7 * 24 * 3600, count: 1_000 },
  };
}
