import { toDatabaseError } from '../database-errors.ts';
import type { Database } from '../client.ts';
import { listLimits, type BudgetLimit } from '../repositories/budget-limits.ts';

/** The limits of organizations as read lately. */
export interface LimitDirectory {
  /** @throws `prisma.unavailable` when they were not read for too long: without limits no money is spent. */
  limitsOf(organizationId: string): readonly BudgetLimit[] | Promise<readonly BudgetLimit[]>;
}

/** A database that does not answer is not waited for while they are younger than this. */
const usableMs = 30_000;
/** How long is waited then. */
const patienceMs = 250;

interface Reading {
  readonly limits: readonly BudgetLimit[];
  readonly at: number;
}

/** @param freshMs so long nobody waits for them; read again they are from half of it on. */
export function createLimitDirectory(database: Pick<Database, 'pool'>, freshMs: number): LimitDirectory {
  const readings = new Map<string, Reading>();
  const underWay = new Map<string, Promise<readonly BudgetLimit[]>>();

  const read = (organizationId: string): Promise<readonly BudgetLimit[]> => {
    const known = underWay.get(organizationId);
    if (known) return known;
    const at = performance.now();
    const reading = listLimits(database, organizationId)
      .then((limits) => {
        readings.set(organizationId, { limits, at });
        return limits;
      })
      .catch((error: unknown) => {
        throw toDatabaseError(error);
      })
      .finally(() => underWay.delete(organizationId));
    underWay.set(organizationId, reading);
    return reading;
  };

  return {
    limitsOf(organizationId) {
      const known = readings.get(organizationId);
      const ageMs = known ? performance.now() - known.at : Number.POSITIVE_INFINITY;
      if (!known || ageMs > usableMs) return read(organizationId);
      if (ageMs <= freshMs / 2) return known.limits;
      const reading = read(organizationId).catch(() => known.limits);
      return ageMs <= freshMs ? known.limits : within(patienceMs, reading, known.limits);
    },
  };
}

/** What a promise brings in time, else what there is. */
async function within<Value>(limitMs: number, promise: Promise<Value>, otherwise: Value): Promise<Value> {
  const { promise: over, resolve } = Promise.withResolvers<Value>();
  const timer = setTimeout(resolve, limitMs, otherwise);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
