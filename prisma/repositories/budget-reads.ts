import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { recordedUsd } from '../budget/period.ts';
import type { Database, Store } from '../client.ts';
import { listLimits, type BudgetLimit } from './budget-limits.ts';

/** A limit with what happened under it in the period that is under way. */
export interface BudgetState {
  readonly limit: BudgetLimit;
  /** Whom it counts for; of `*` one that spent something, or `*` while nobody did. */
  readonly subject: string;
  /** `2026-11-27`, `2026-11`, or the id of the task that spent most lately. */
  readonly key: string;
  readonly spentUsd: Decimal;
  /** Set aside by processes for calls under way and to come. */
  readonly leasedUsd: Decimal;
  readonly alertedPercent: number;
  /** When it starts anew; null for a task. */
  readonly endsAt: Date | null;
}

const amount = z.string().transform((usd) => new Decimal(usd));
const periodRow = z.object({
  subject: z.string(),
  key: z.string(),
  spentUsd: amount,
  leasedUsd: amount,
  alertedPercent: z.number(),
  endsAt: z.date().nullable(),
});

const maxSubjects = 20;

/** All limits of an organization; those who spent most come first. `now`: milliseconds since the epoch. */
export async function readBudgets(
  database: Pick<Database, 'pool' | 'store'>,
  organizationId: string,
  now: number,
): Promise<BudgetState[]> {
  const limits = await listLimits(database, organizationId);
  const states = await Promise.all(
    limits.map((limit) => readBudget(database, { organizationId, limit, now })),
  );
  return states.flat();
}

interface Asked {
  readonly organizationId: string;
  readonly limit: BudgetLimit;
  readonly now: number;
}

async function readBudget({ pool }: Pick<Database, 'pool'>, asked: Asked): Promise<BudgetState[]> {
  const { limit, now } = asked;
  const { rows } = await pool.query(
    `select p.subject, p.key, p.spent_usd::text as "spentUsd", p.alerted_percent as "alertedPercent", p.ends_at as "endsAt",
       (select coalesce(sum(usd), 0)::text from budget_leases where period_id = p.id and expires_at > now()) as "leasedUsd"
     from budget_periods p
     where p.limit_id = $1 and case $2 when 'task' then position('#' in p.key) = 0 else p.key = $3 end
     order by p.spent_usd desc, p.updated_at desc limit $4`,
    [limit.id, limit.period, periodKey(limit, now), limit.period === 'task' ? 1 : maxSubjects],
  );
  const found = z.array(periodRow).parse(rows);
  return found.length > 0 ? found.map((row) => ({ limit, ...row })) : [await untouched(pool, asked)];
}

/** No call met the limit in this period yet: what was spent stands in the records. */
async function untouched(
  pool: Database['pool'],
  { organizationId, limit, now }: Asked,
): Promise<BudgetState> {
  const { scope, subject, period } = limit;
  const key = periodKey(limit, now);
  const endsAt = periodEnd(limit, now);
  const isOne = subject !== '*' && period !== 'task';
  return {
    limit,
    subject,
    key,
    spentUsd: isOne
      ? await recordedUsd(pool, { organizationId, scope, subject, period, key, endsAt })
      : new Decimal(0),
    leasedUsd: new Decimal(0),
    alertedPercent: 0,
    endsAt,
  };
}

function periodKey({ period }: BudgetLimit, now: number): string {
  const date = new Date(now).toISOString();
  return { task: '', day: date.slice(0, 10), month: date.slice(0, 7) }[period];
}

function periodEnd({ period }: BudgetLimit, now: number): Date | null {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (period === 'task') return null;
  return new Date(period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1));
}

export interface Notice {
  readonly title: string;
  readonly createdAt: Date;
}

/** The newest alerts of the budgets, newest first. */
export const listAlerts = (store: Store, organizationId: string, limit: number): Promise<Notice[]> =>
  store.notification.findMany({
    where: { organizationId, kind: { in: ['budget.alert', 'budget.reconcile', 'provider.out_of_use'] } },
    orderBy: { id: 'desc' },
    take: limit,
    select: { title: true, createdAt: true },
  });
