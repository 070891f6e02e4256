import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { Database } from '../client.ts';

const amount = z.string().transform((usd) => new Decimal(usd));
const day = z.object({
  /** `2026-11-27`, in UTC. */
  day: z.string(),
  provider: z.string(),
  model: z.string(),
  /** All answered calls. */
  calls: z.number(),
  /** Those whose vendor said what they cost, and whose cost could be computed too. */
  compared: z.number(),
  reportedUsd: amount,
  computedUsd: amount,
  /** Calls whose cost nobody knows. */
  unknown: z.number(),
});

/** One day of one model. */
export type ReconciledDay = z.infer<typeof day>;

/** What vendors said beside what was computed, of each day from `since` on, newest first. */
export async function readReconciliation(
  { pool }: Pick<Database, 'pool'>,
  organizationId: string,
  since: Date,
): Promise<ReconciledDay[]> {
  const { rows } = await pool.query(
    `select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day, provider, model, count(*)::int as calls,
       (count(*) filter (where both_known))::int as compared,
       coalesce(sum(reported_usd) filter (where both_known), 0)::text as "reportedUsd",
       coalesce(sum(computed_usd) filter (where both_known), 0)::text as "computedUsd",
       (count(*) filter (where cost_usd is null))::int as unknown
     from (select *, reported_usd is not null and computed_usd is not null as both_known from completions
           where organization_id = $1 and created_at >= $2 and outcome = 'answered'
             and coalesce(decision ->> 'cache', 'off') not in ('hit', 'joined')) calls
     group by 1, 2, 3 order by 1 desc, 2, 3`,
    [organizationId, since],
  );
  return z.array(day).parse(rows);
}
