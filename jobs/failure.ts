import { UnrecoverableError } from 'bullmq';
import { AmasError, codeOf } from '#monitoring/errors.ts';
import { isPassing } from '#prisma/database-errors.ts';

/** Longest wait between two attempts, whatever a platform asks for: beyond it the sweep or a person decides. */
const longestWaitMs = 15 * 60_000;

/** What BullMQ should do with a failed attempt. One of the two translators of `AmasError.retry`. */
export function toJobError(error: unknown): Error {
  const failure = error instanceof Error ? error : new Error('a value that is no error was thrown');
  if (!(failure instanceof AmasError)) return failure;
  if (failure.retry === 'never') {
    const final = new UnrecoverableError(`${failure.code}: ${failure.message}`);
    final.cause = failure;
    return final;
  }
  return failure;
}

/** The wait before the next attempt: what the thrower said, else exponential with jitter. */
export function waitBeforeRetryMs(
  attemptsMade: number,
  backoffMs: number,
  error: unknown,
  random = Math.random,
): number {
  if (error instanceof AmasError && typeof error.retry === 'object')
    return Math.min(error.retry.afterMs, longestWaitMs);
  const exponential = backoffMs * 2 ** Math.min(attemptsMade - 1, 12);
  return Math.min(Math.round(exponential * (0.75 + random() / 2)), longestWaitMs);
}

/**
 * A database that is away is waited for without spending attempts on it. A platform that is away is not: its failures
 * are `AmasError`s, whatever caused them, and end with their attempts, or a row would stay open for ever.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof AmasError) return error.code === 'prisma.unavailable';
  return isPassing(error);
}

/**
 * BullMQ gave a job up because its workers died, or were cut off from the queue, too often. It does not tell a job that
 * kills workers from one that was there when they were killed: a row that counts its claims knows better.
 */
export const isStalled = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('job stalled more than allowable limit');

/** The reason stored with a row that failed for good. */
export function reasonOf(error: unknown): { reason: string; remedy: string | undefined } {
  const cause = error instanceof UnrecoverableError && error.cause instanceof AmasError ? error.cause : error;
  return { reason: codeOf(cause), remedy: cause instanceof AmasError ? cause.publicMessage : undefined };
}
