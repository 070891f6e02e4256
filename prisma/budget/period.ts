import { Decimal } from 'decimal.js';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { budgetPeriods, budgetScopes } from '../repositories/budget-limits.ts';
import { uuidv7 } from '../uuid.ts';

/** Which period of which limit. */
export interface PeriodKey {
  readonly limitId: string;
  /** Whom it counts for. */
  readonly subject: string;
  /** Of a limit for each task. */
  readonly taskId: string | undefined;
}

const periodRow = z.object({
  id: z.string(),
  organizationId: z.string(),
  limitId: z.string(),
  scope: z.enum(budgetScopes),
  subject: z.string(),
  period: z.enum(budgetPeriods),
  key: z.string(),
  limitUsd: z.string().transform((usd) => new Decimal(usd)),
  spentUsd: z.string().transform((usd) => new Decimal(usd)),
  alertedPercent: z.number(),
  endsAt: z.date().nullable(),
  endsInMs: z.number().nullable(),
});

/** The row of a period, locked until the transaction ends. */
export type Period = z.infer<typeof periodRow>;

const columns = `p.id, p.organization_id as "organizationId", p.limit_id as "limitId", l.scope, p.subject, l.period, p.key,
  l.limit_usd::text as "limitUsd", p.spent_usd::text as "spentUsd", p.alerted_percent as "alertedPercent",
  p.ends_at as "endsAt", (extract(epoch from p.ends_at - clock_timestamp()) * 1000)::float8 as "endsInMs"`;

/** Locks a period that was opened before. */
export async function lockPeriod(client: PoolClient, id: string): Promise<Period> {
  const { rows } = await client.query(
    `select ${columns} from budget_periods p join budget_limits l on l.id = p.limit_id where p.id = $1 for update of p`,
    [id],
  );
  return periodRow.parse(rows[0]);
}

/**
 * Locks the period that is under way by the database's clock (UTC). A new one begins with what the records say was spent
 * in it already: a limit that is set in the middle of a month counts the whole month.
 */
export async function openPeriod(
  client: PoolClient,
  { limitId, subject, taskId }: PeriodKey,
): Promise<Period> {
  const { rows } = await client.query(
    `insert into budget_periods (id, organization_id, limit_id, subject, key, ends_at)
     select $1, l.organization_id, l.id, $3,
       case l.period when 'task' then $4 when 'day' then to_char(day.now, 'YYYY-MM-DD') else to_char(day.now, 'YYYY-MM') end,
       case l.period when 'task' then null
         else (date_trunc(l.period, day.now) + ('1 ' || l.period)::interval) at time zone 'utc' end
     from budget_limits l, (select clock_timestamp() at time zone 'utc' as now) day
     where l.id = $2
     on conflict (limit_id, subject, key) do update set updated_at = clock_timestamp()
     returning id, xmax = 0 as "isNew"`,
    [uuidv7(), limitId, subject, taskId ?? ''],
  );
  const opened = z.object({ id: z.string(), isNew: z.boolean() }).parse(rows[0]);
  const period = await lockPeriod(client, opened.id);
  if (!opened.isNew) return period;
  return { ...period, spentUsd: await recordedUsd(client, period) };
}

const lasted = `latency_ms * interval '1 millisecond'`;

const filters: Readonly<Record<Period['scope'], string>> = {
  organization: `$2::text = ''`,
  project: "project_id = nullif($2, '')::uuid",
  user: 'user_id = $2',
  agent: 'agent = $2',
  key: "api_key_id = nullif($2, '')::uuid",
};

/**
 * What the records of calls say that was spent in a period: by all, or by one process after another row's id. A call
 * belongs to the period in which it began, as its money does; records are written at the end.
 */
export async function recordedUsd(
  client: Pick<PoolClient, 'query'>,
  period: Pick<Period, 'organizationId' | 'scope' | 'subject' | 'period' | 'key' | 'endsAt'>,
  by?: { readonly holder: string; readonly afterId: string },
): Promise<Decimal> {
  const [key = ''] = period.key.split('#');
  const startsAt = { task: null, day: `${key}T00:00:00Z`, month: `${key}-01T00:00:00Z` };
  const { rows } = await client.query(
    `select coalesce(sum(cost_usd), 0)::text as usd from completions
     where organization_id = $1 and ${filters[period.scope]} and ($3::uuid is null or budget_holder = $3)
       and ($4::uuid is null or task_id = $4)
       and ($5::timestamptz is null or (created_at >= $5 and created_at - ${lasted} >= $5))
       and ($6::timestamptz is null or created_at - ${lasted} < $6) and ($7::uuid is null or id > $7)`,
    [
      period.organizationId,
      period.subject,
      by?.holder ?? null,
      period.period === 'task' ? key : null,
      startsAt[period.period],
      period.endsAt,
      by?.afterId ?? null,
    ],
  );
  return new Decimal(z.object({ usd: z.string() }).parse(rows[0]).usd);
}
