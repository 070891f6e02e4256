import { AmasError } from '#monitoring/errors.ts';
import { isPassing } from '#prisma/database-errors.ts';
import { NotFinished } from '../errors.ts';

/** SQLSTATE classes of a refused login and of a database that does not exist (PostgreSQL manual, appendix A). */
const refusals = /^(28|3D)/;

/** What a person should do about a failed command when it was the database that failed; any other error as it is. */
export function explainDatabaseTrouble(error: unknown, url: string): unknown {
  if (error instanceof AmasError && error.code !== 'prisma.unavailable') return error;
  const place = placeOf(url);
  if (isPassing(error)) {
    return new NotFinished(
      `The database at ${place} does not answer (${causeOf(error)}). Check DATABASE_URL and that the server runs.`,
      error,
    );
  }
  if (refusals.test(codeOf(error))) {
    return new NotFinished(
      `The database at ${place} refused the connection (${causeOf(error)}). Check DATABASE_URL.`,
      error,
    );
  }
  return error;
}

/** Host, port and name: the rest of the URL is secret. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function causeOf(error: unknown): string {
  if (error instanceof AggregateError) return causeOf(error.errors[0]);
  if (!(error instanceof Error)) return 'unknown reason';
  return error.message.split('\n')[0] ?? '';
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
