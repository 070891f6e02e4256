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
 * counts as the whole limit: worst cases are set aside, so what is spent may never quite get there.
 * @param isShort somebody wanted more than is left
 */
export async function raiseAlerts(
  client: PoolClient,
  period: Period,
  spentUsd: Decimal,
  isShort: boolean,
): Promise<readonly Alert[]> {
  const due = alertPercents.filter(
    (percent) =>
      percent > period.alertedPercent &&
      ((percent === 100 && isShort) || isReached(spentUsd, period.limitUsd, percent)),
  );
  const last = due.at(-1) ?? period.alertedPercent;
  await client.query(
    'update budget_periods set spent_usd = $2, alerted_percent = $3, updated_at = clock_timestamp() where id = $1',
    [period.id, spentUsd.toFixed(9), last],
  );
  const alerts = due.map((percent) => toAlert(period, spentUsd, percent));
  for (const alert of alerts) {
    await client.query(
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
  }
  return alerts;
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
