import type { Metrics } from '#monitoring/metrics.ts';
import type { Database } from '#prisma/client.ts';
import { readConfigurations } from '#prisma/repositories/model-configurations.ts';
import { readModelTotals, type ModelTotals } from '#prisma/repositories/model-totals.ts';
import { readTotals, type Totals } from '#prisma/repositories/totals.ts';

/** Counting rows costs more than a scrape may: the last count serves this long. */
const maxAgeMs = 10_000;
/** Counting many rows takes long: the database rests so many times as long in between. */
const restShare = 20;

/** Runs and model calls happen in other processes; their numbers come from the rows, whoever is scraped. */
export function createTotalsReader(metrics: Metrics, database: Pick<Database, 'pool'>): () => Promise<void> {
  let readAt = Number.NEGATIVE_INFINITY;
  let tookMs = 0;
  return async () => {
    if (Date.now() - readAt < Math.max(maxAgeMs, tookMs * restShare)) return;
    const startedAt = Date.now();
    const [totals, models, configurations] = await Promise.all([
      readTotals(database),
      readModelTotals(database),
      readConfigurations(database),
    ]);
    show(metrics, totals);
    metrics.modelConfigurations.reset();
    for (const { service, problem } of configurations)
      metrics.modelConfigurations.inc({ service, state: problem === undefined ? 'current' : 'refused' });
    showModels(metrics, models);
    readAt = Date.now();
    tookMs = readAt - startedAt;
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

function showModels(metrics: Metrics, totals: ModelTotals): void {
  const { modelAttempts, modelFallbacks, modelCache, modelSavedUsd } = metrics;
  const { budgetLimits, budgetSpentRatio, budgetReservedUsd, budgetAlerts } = metrics;
  const all = [modelAttempts, modelFallbacks, modelCache, modelSavedUsd, budgetAlerts];
  for (const metric of [...all, budgetLimits, budgetSpentRatio, budgetReservedUsd]) metric.reset();
  for (const { count, ...labels } of totals.attempts) modelAttempts.inc(labels, count);
  for (const { count, ...labels } of totals.fallbacks) modelFallbacks.inc(labels, count);
  for (const { count, savedUsd, provider, result } of totals.cache) {
    modelCache.inc({ provider, result }, count);
    if (savedUsd > 0) modelSavedUsd.inc({ provider }, savedUsd);
  }
  for (const { count, ...labels } of totals.alerts) budgetAlerts.inc(labels, count);
  for (const { scope, period, onReached, limits, spentRatio, reservedUsd } of totals.budgets) {
    const labels = { scope, period, on_reached: onReached };
    budgetLimits.set(labels, limits);
    budgetSpentRatio.set(labels, spentRatio);
    budgetReservedUsd.set(labels, reservedUsd);
  }
  metrics.modelDuration.show(bucketsOf(totals, 'whole'));
  metrics.modelFirstPart.show(bucketsOf(totals, 'first-part'));
}

const bucketsOf = ({ durations }: ModelTotals, wanted: ModelTotals['durations'][number]['kind']) =>
  durations
    .filter(({ kind }) => kind === wanted)
    .map(({ provider, model, bucket, count, seconds }) => ({
      labels: { provider, model },
      bucket,
      count,
      sum: seconds,
    }));
