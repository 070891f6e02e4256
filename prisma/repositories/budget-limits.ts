import { Decimal } from 'decimal.js';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export const budgetScopes = ['organization', 'project', 'user', 'agent', 'key'] as const;
export const budgetPeriods = ['task', 'day', 'month'] as const;
/** What happens to a call that does not fit: it is refused, a cheaper model is tried, or a person is asked. */
export const limitChoices = ['stop', 'cheaper', 'ask'] as const;

const limit = z.object({
  id: z.string(),
  scope: z.enum(budgetScopes),
  subject: z.string(),
  period: z.enum(budgetPeriods),
  onReached: z.enum(limitChoices),
});

/** One limit that holds. Unique in an organization by scope, subject and period. */
export interface BudgetLimit extends z.infer<typeof limit> {
  readonly usd: Decimal;
}

export type LimitKey = Pick<BudgetLimit, 'scope' | 'subject' | 'period'>;
export type LimitValue = Pick<BudgetLimit, 'usd' | 'onReached'>;

/** The limits that hold in an organization, in a fixed order. */
export async function listLimits(
  { pool }: Pick<Database, 'pool'>,
  organizationId: string,
): Promise<BudgetLimit[]> {
  const { rows } = await pool.query<{ limitUsd: string }>(
    `select id, scope, subject, period, on_reached as "onReached", limit_usd::text as "limitUsd"
     from budget_limits where organization_id = $1 and removed_at is null order by scope, subject, period`,
    [organizationId],
  );
  return rows.map((row) => ({ ...limit.parse(row), usd: new Decimal(row.limitUsd) }));
}

/**
 * Sets or, with `undefined`, removes a limit; returns what held before. One that is set again counts what was spent
 * meanwhile as well, as a new one does.
 */
export async function changeLimit(
  store: Store,
  organizationId: string,
  key: LimitKey,
  value: LimitValue | undefined,
): Promise<LimitValue | undefined> {
  const { scope, subject, period } = key;
  const unique = { organizationId, scope, subject, period };
  const before = await store.budgetLimit.findUnique({
    where: { organizationId_scope_subject_period: unique },
  });
  if (value) {
    const wanted = { limitUsd: value.usd.toFixed(), onReached: value.onReached, removedAt: null };
    await store.budgetLimit.upsert({
      where: { organizationId_scope_subject_period: unique },
      create: { id: uuidv7(), ...unique, ...wanted },
      update: wanted,
    });
    if (before && before.removedAt !== null) await openAnew(store, before.id);
    else if (before && !value.usd.equals(before.limitUsd.toFixed())) await alertAnew(store, before.id);
  } else {
    await store.budgetLimit.updateMany({ where: unique, data: { removedAt: new Date() } });
  }
  if (!before || before.removedAt !== null) return undefined;
  return {
    usd: new Decimal(before.limitUsd.toFixed()),
    onReached: z.enum(limitChoices).parse(before.onReached),
  };
}

/** Days, months and tasks under way end here, and begin once more with what the records say of the whole of them. */
const openAnew = (store: Store, limitId: string) => store.$executeRaw`
  update budget_periods set key = key || '#' || id, ends_at = clock_timestamp()
  where limit_id = ${limitId}::uuid and position('#' in key) = 0 and (ends_at is null or ends_at > now())`;

/** What was told of the former amount says nothing of the new one. */
const alertAnew = (store: Store, limitId: string) =>
  store.budgetPeriod.updateMany({
    where: { limitId, alertedPercent: { gt: 0 } },
    data: { alertedPercent: 0 },
  });

/** Days, months and tasks that nobody spends in any more are kept for a year, for who asks where money went. */
export async function forgetOldPeriods(pool: Pool): Promise<void> {
  await pool.query(`delete from budget_periods where updated_at < now() - interval '400 days'`);
}
