import { toDatabaseError } from '../database-errors.ts';
import type { Database } from '../client.ts';
import { listLimits, type BudgetLimit } from '../repositories/budget-limits.ts';

/** The limits of organizations as read lately. */
export interface LimitDirectory {
  /** @throws `prisma.unavailable` when they were not read for too long: without limits no money is spent. */
  limitsOf(organizationId: string): readonly BudgetLimit[] | Promise<readonly BudgetLimit[]>;
}

/** A limit that was set holds in every process after this long. */
const freshMs = 2_000;
/** Older than this they are waited for. */
const usableMs = 30_000;

interface Reading {
  readonly limits: readonly BudgetLimit[];
  readonly at: number;
}

export function createLimitDirectory(database: Pick<Database, 'pool'>): LimitDirectory {
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
      if (ageMs > freshMs) read(organizationId).catch(() => undefined);
      return known.limits;
    },
  };
}
