import { z } from 'zod';
import { AmasError, type Retry } from '#monitoring/errors.ts';

/**
 * SQLSTATE classes that pass by themselves: connection, transaction rollback, resources, operator intervention,
 * system error (PostgreSQL manual, appendix A).
 */
const passingClasses = ['08', '40', '53', '57', '58'];
const passingSystemCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];
/** pg and Prisma say these without a code. */
const passingMessages =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Can't reach database|Connection ended|not queryable|Client has encountered a connection error|DatabaseNotReachable|ConnectionClosed|SocketTimeout/i;

/** Where Prisma 7 puts what the database said (`P2039`, and `P2010` of raw queries). */
const driverFailure = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

const isPassingState = (code: string) =>
  /^[0-9A-Z]{5}$/.test(code) && passingClasses.includes(code.slice(0, 2));

/** True when the same statement may succeed once the database is back: nothing is wrong with the statement itself. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  if (!(error instanceof Error)) return false;
  const given = (error as { code?: unknown }).code;
  const code = typeof given === 'string' ? given : '';
  if (passingSystemCodes.includes(code)) return true;
  if (isPassingState(code)) return true;
  const driver = driverFailure.safeParse(error);
  if (driver.success && isPassingState(driver.data.meta.driverAdapterError.cause.originalCode)) return true;
  // Prisma: P1001/P1002/P1008/P1017 unreachable, timed out, closed; P2024 pool exhausted; P2034 write conflict; P2028 transaction lost.
  if (/^P(1001|1002|1008|1017|2024|2028|2034)$/.test(code)) return true;
  return passingMessages.test(error.message) || isPassing(error.cause);
}

/** Wraps a database failure so that whoever asked knows whether to try again. */
export function toDatabaseError(error: unknown): AmasError {
  if (error instanceof AmasError) return error;
  const passing = isPassing(error);
  const retry: Retry = passing ? 'backoff' : 'never';
  return passing
    ? new AmasError('prisma.unavailable', 'the database does not answer', {
        cause: error,
        retry,
        publicMessage: 'The database does not answer. AMAS goes on by itself once it is back.',
      })
    : new AmasError('prisma.statement_failed', 'the database refused a statement', { cause: error, retry });
}
