import type { Database } from '../client.ts';
import { readGaps } from './gaps.ts';

export interface Totals {
  readonly runs: readonly { agent: string; outcome: string; count: number }[];
  readonly completions: readonly { provider: string; model: string; outcome: string; count: number }[];
  readonly tokens: readonly { provider: string; kind: string; count: number }[];
  readonly costUsd: readonly { provider: string; sum: number }[];
  /** Deliveries that were sent and did not arrive at first. */
  readonly missedDeliveries: readonly { platform: string; count: number }[];
}

/** Work done so far by all workers together, counted from the rows: right after a restart, and never twice. */
export async function readTotals(database: Pick<Database, 'pool'>): Promise<Totals> {
  const [runs, completions, gaps] = await Promise.all([
    database.pool.query<{ agent: string; outcome: string; count: number }>(
      `select agent, status as outcome, count(*)::int as count from task_executions
       where status in ('finished', 'failed', 'cancelled') group by 1, 2`,
    ),
    database.pool.query<CompletionTotals>(
      `select provider, model, outcome, count(*)::int as count,
         sum(input_uncached)::float8 as "inputUncached", sum(cache_read)::float8 as "cacheRead",
         sum(cache_write)::float8 as "cacheWrite", sum(output)::float8 as output, sum(cost_usd)::float8 as "costUsd"
       from completions group by 1, 2, 3`,
    ),
    readGaps(database),
  ]);
  return {
    runs: runs.rows,
    completions: completions.rows.map(({ provider, model, outcome, count }) => ({
      provider,
      model,
      outcome,
      count,
    })),
    tokens: completions.rows.flatMap((row) =>
      tokenKinds.map((kind) => ({ provider: row.provider, kind, count: row[kind] ?? 0 })),
    ),
    missedDeliveries: gaps.map(({ platform, totalMissed }) => ({ platform, count: totalMissed })),
    costUsd: completions.rows.map((row) => ({ provider: row.provider, sum: row.costUsd ?? 0 })),
  };
}

const tokenKinds = ['inputUncached', 'cacheRead', 'cacheWrite', 'output'] as const;

interface CompletionTotals extends Record<(typeof tokenKinds)[number], number | null> {
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly count: number;
  readonly costUsd: number | null;
}
