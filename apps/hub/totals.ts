import type { Metrics } from '#monitoring/metrics.ts';
import type { Database } from '#prisma/client.ts';
import { readTotals, type Totals } from '#prisma/repositories/totals.ts';

/** Counting rows costs more than a scrape may: the last count serves this long. */
const maxAgeMs = 10_000;

/** Runs and model calls happen in other processes; their numbers come from the rows, whoever is scraped. */
export function createTotalsReader(metrics: Metrics, database: Pick<Database, 'pool'>): () => Promise<void> {
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (Date.now() - readAt < maxAgeMs) return;
    show(metrics, await readTotals(database));
    readAt = Date.now();
  };
}

function show(metrics: Metrics, totals: Totals): void {
  metrics.runs.reset();
  metrics.completions.reset();
  metrics.tokens.reset();
  metrics.costUsd.reset();
  metrics.githubMissedDeliveries.reset();
  for (const { count, ...labels } of totals.runs) metrics.runs.inc(labels, count);
  for (const { count, ...labels } of totals.completions) metrics.completions.inc(labels, count);
  for (const { count, ...labels } of totals.tokens) metrics.tokens.inc(labels, count);
  for (const { sum, ...labels } of totals.costUsd) metrics.costUsd.inc(labels, sum);
  for (const { platform, count } of totals.missedDeliveries) {
    if (platform === 'github') metrics.githubMissedDeliveries.inc(count);
  }
}
