import type { Decimal } from 'decimal.js';
import { forgetOldPeriods } from '#prisma/repositories/budget-limits.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import { notify } from '#prisma/repositories/notifications.ts';
import { readReconciliation, type ReconciledDay } from '#prisma/repositories/reconciliation.ts';
import { listOrganizations } from '#prisma/repositories/tenancy.ts';
import type { JobHost } from '../host.ts';

const dayMs = 86_400_000;
/** Below this share of what was computed a difference is rounding. */
const worthTelling = 0.02;

/**
 * Compares what vendors said that yesterday's calls cost with what was computed for them (UTC), and tells a difference
 * once: a price list that is wrong or old shows first here. Of many workers one does it.
 */
export async function compareCosts(host: Pick<JobHost, 'database' | 'log' | 'clock'>): Promise<void> {
  const { database, log, clock } = host;
  const since = new Date(Math.floor(clock.now() / dayMs) * dayMs - dayMs);
  const yesterday = since.toISOString().slice(0, 10);
  await withLock(database.pool, 'compare-costs', async () => {
    await forgetOldPeriods(database.pool);
    for (const organizationId of await listOrganizations(database.store)) {
      const all = await readReconciliation(database, organizationId, since);
      for (const row of all.filter(({ day }) => day === yesterday).filter(isWorthTelling)) {
        const isNew = await notify(database.store, {
          organizationId,
          kind: 'budget.reconcile',
          origin: `reconcile:${row.day}:${row.provider}/${row.model}`,
          title: titleOf(row),
          details: { ...row, reportedUsd: row.reportedUsd.toFixed(), computedUsd: row.computedUsd.toFixed() },
        });
        if (isNew) log.warn({ organizationId, ...row }, 'cost of a vendor differs from what is computed');
      }
    }
  });
}

/** What the vendor said more, or with a minus less, as a share of what was computed; undefined when that is nothing. */
export function differenceOf({ reportedUsd, computedUsd }: ReconciledDay): number | undefined {
  if (computedUsd.isZero()) return reportedUsd.isZero() ? 0 : undefined;
  return reportedUsd.minus(computedUsd).dividedBy(computedUsd).toNumber();
}

const isWorthTelling = (row: ReconciledDay): boolean =>
  row.compared > 0 && Math.abs(differenceOf(row) ?? 1) > worthTelling;

const titleOf = ({ provider, model, day, reportedUsd, computedUsd }: ReconciledDay): string =>
  `${provider} says that the calls of ${model} on ${day} cost $${short(reportedUsd)}; by its prices as AMAS knows them they cost $${short(computedUsd)}`;

const short = (usd: Decimal) => usd.toDecimalPlaces(4).toFixed();
