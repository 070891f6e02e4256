import { z } from 'zod';
import { durationBounds } from '#monitoring/duration-bounds.ts';
import type { Database } from '../client.ts';

const count = z.number();
const attempts = z.array(
  z.object({ provider: z.string(), model: z.string(), outcome: z.string(), code: z.string(), count }),
);
const fallbacks = z.array(z.object({ reason: z.string(), count }));
const cache = z.array(z.object({ provider: z.string(), result: z.string(), count, savedUsd: z.number() }));
const durations = z.array(
  z.object({
    kind: z.enum(['whole', 'first-part']),
    provider: z.string(),
    model: z.string(),
    /** How many of the bounds are not above it. */
    bucket: z.number(),
    count,
    seconds: z.number(),
  }),
);
const budgets = z.array(
  z.object({
    scope: z.string(),
    period: z.string(),
    onReached: z.string(),
    limits: count,
    spentRatio: z.number(),
    reservedUsd: z.number(),
  }),
);
const alerts = z.array(z.object({ percent: z.string(), count }));

export interface ModelTotals {
  readonly attempts: z.infer<typeof attempts>;
  readonly fallbacks: z.infer<typeof fallbacks>;
  readonly cache: z.infer<typeof cache>;
  readonly durations: z.infer<typeof durations>;
  readonly budgets: z.infer<typeof budgets>;
  readonly alerts: z.infer<typeof alerts>;
}

/** What all processes together did with models, counted from the rows: right after a restart, and never twice. */
export async function readModelTotals({ pool }: Pick<Database, 'pool'>): Promise<ModelTotals> {
  const rows = async <Schema extends z.ZodType>(schema: Schema, sql: string, values: unknown[] = []) =>
    schema.parse((await pool.query(sql, values)).rows);
  const [tried, fell, cached, took, limits, told] = await Promise.all([
    rows(attempts, attemptsSql),
    rows(fallbacks, fallbacksSql),
    rows(cache, cacheSql),
    rows(durations, durationsSql, [durationBounds]),
    rows(budgets, budgetsSql),
    rows(alerts, alertsSql),
  ]);
  return { attempts: tried, fallbacks: fell, cache: cached, durations: took, budgets: limits, alerts: told };
}

const attemptsSql = `
  select a ->> 'provider' as provider, a ->> 'model' as model, a ->> 'outcome' as outcome,
    coalesce(a ->> 'code', '') as code, count(*)::int as count
  from completions, jsonb_array_elements(attempts) a group by 1, 2, 3, 4`;

/** Attempts that failed before somebody else answered. */
const fallbacksSql = `
  select coalesce(a ->> 'code', 'unknown') as reason, count(*)::int as count
  from completions, jsonb_array_elements(attempts) a
  where outcome = 'answered' and a ->> 'outcome' = 'failed' group by 1`;

const cacheSql = `
  select provider, decision ->> 'cache' as result, count(*)::int as count,
    coalesce(sum((decision ->> 'savedUsd')::float8), 0)::float8 as "savedUsd"
  from completions where decision ? 'cache' group by 1, 2`;

const durationsSql = `
  select 'whole' as kind, provider, model, width_bucket(latency_ms / 1000.0::float8, $1::float8[]) as bucket,
    count(*)::int as count, sum(latency_ms / 1000.0)::float8 as seconds
  from completions where outcome = 'answered' group by 1, 2, 3, 4
  union all
  select 'first-part', provider, model,
    width_bucket((decision ->> 'timeToFirstPartMs')::float8 / 1000, $1::float8[]), count(*)::int,
    sum((decision ->> 'timeToFirstPartMs')::float8 / 1000)::float8
  from completions where outcome = 'answered' and decision ? 'timeToFirstPartMs' group by 1, 2, 3, 4`;

const budgetsSql = `
  select l.scope, l.period, l.on_reached as "onReached", count(distinct l.id)::int as limits,
    coalesce(max(p.spent_usd / nullif(l.limit_usd, 0)), 0)::float8 as "spentRatio",
    coalesce(sum((select sum(usd) from budget_leases b where b.period_id = p.id and b.expires_at > now())), 0)::float8
      as "reservedUsd"
  from budget_limits l
  left join budget_periods p on p.limit_id = l.id
    and (p.ends_at > now() or (p.ends_at is null and p.updated_at > now() - interval '1 day'))
  where l.removed_at is null group by 1, 2, 3`;

const alertsSql = `
  select details ->> 'percent' as percent, count(*)::int as count
  from notifications where kind = 'budget.alert' and details ? 'percent' group by 1`;
