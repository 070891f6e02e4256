import type { Decimal } from 'decimal.js';
import type { PoolClient } from 'pg';
import { uuidv7 } from '../uuid.ts';
import type { Period } from './period.ts';

/** Shares of a limit, in per cent, whose crossing is told once in each period, and once more of another amount. */
export const alertPercents = [50, 80, 100] as const;

export interface Alert {
  readonly percent: number;
  readonly organizationId: string;
  readonly limitId: string;
  readonly scope: string;
  readonly subject: string;
  readonly period: string;
  readonly periodKey: string;
  readonly spentUsd: string;
  readonly limitUsd: string;
}

/**
 * Writes down what was spent and, once for each period, that a share of the limit is used up. A call that does not fit
 * counts as the whole limit, because worst cases are set aside and what is spent may never quite get there; one that is
 * too dear takes nothing from what is told of the others.
 * @param isShort somebody wanted more than is left
 */
export async function raiseAlerts(
  client: PoolClient,
  period: Period,
  spentUsd: Decimal,
  isShort: boolean,
): Promise<readonly Alert[]> {
  const reached = alertPercents.filter((percent) => isReached(spentUsd, period.limitUsd, percent));
  const last = reached.at(-1) ?? period.alertedPercent;
  await client.query(
    'update budget_periods set spent_usd = $2, alerted_percent = $3, updated_at = clock_timestamp() where id = $1',
    [period.id, spentUsd.toFixed(9), Math.max(last, period.alertedPercent)],
  );
  const due = reached.filter((percent) => percent > period.alertedPercent);
  const isShortNow = isShort && period.alertedPercent < 100 && !due.includes(100);
  const told: Alert[] = [];
  for (const percent of isShortNow ? [...due, 100 as const] : due) {
    const alert = toAlert(period, spentUsd, percent);
    if (await isNew(client, period, alert)) told.push(alert);
  }
  return told;
}

/** A limit turns calls away before all of it is spent, and again and again: what was told already is found here. */
async function isNew(client: PoolClient, period: Period, alert: Alert): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into notifications (id, organization_id, kind, origin, title, details)
     values ($1, $2, 'budget.alert', $3, $4, $5) on conflict (organization_id, origin) do nothing`,
    [
      uuidv7(),
      period.organizationId,
      `${period.id}:${alert.percent}:${alert.limitUsd}`,
      titleOf(alert),
      JSON.stringify(alert),
    ],
  );
  return rowCount === 1;
}

const isReached = (spent: Decimal, limit: Decimal, percent: number) =>
  limit.isZero() ? percent === 100 : spent.times(100).greaterThanOrEqualTo(limit.times(percent));

const toAlert = (period: Period, spentUsd: Decimal, percent: number): Alert => ({
  percent,
  organizationId: period.organizationId,
  limitId: period.limitId,
  scope: period.scope,
  subject: period.subject,
  period: period.period,
  periodKey: period.key,
  spentUsd: spentUsd.toFixed(),
  limitUsd: period.limitUsd.toFixed(),
});

function titleOf({ percent, scope, subject, period, spentUsd, limitUsd }: Alert): string {
  const whose = subject === '' ? `the ${scope}` : `${scope} ${subject}`;
  const of = `${whose} for the ${period}`;
  const how = `$${spentUsd} of $${limitUsd} spent`;
  return percent === 100
    ? `The limit of ${of} turns calls away: ${how}`
    : `${percent} % of the limit of ${of}: ${how}`;
}
