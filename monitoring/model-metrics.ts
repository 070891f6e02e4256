import { Counter, Gauge, type Registry } from 'prom-client';
import { createCountedHistogram } from './counted-histogram.ts';
import { durationBounds } from './duration-bounds.ts';

/** A model with one of its keys. */
export interface ModelReading {
  readonly provider: string;
  readonly model: string;
  /** The label of the key; empty for the only one. */
  readonly key: string;
  readonly state: 'closed' | 'half-open' | 'open';
}

/** Metrics of model calls and of their money. */
export function createModelMetrics(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  const histogram = (name: string, help: string) =>
    createCountedHistogram(registry, { name, help, bounds: durationBounds });
  return {
    modelAttempts: counter('amas_model_attempts_total', 'Tried candidates of model calls.', [
      'provider',
      'model',
      'outcome',
      'code',
    ]),
    modelFallbacks: counter(
      'amas_model_fallbacks_total',
      'Attempts that failed before another one was answered, by reason.',
      ['reason'],
    ),
    modelCache: counter('amas_model_cache_total', 'Model calls by what the cache had.', [
      'provider',
      'result',
    ]),
    modelSavedUsd: counter('amas_model_saved_usd_total', 'US dollars that caches saved.', ['provider']),
    modelDuration: histogram('amas_model_call_duration_seconds', 'Answered model calls, with all attempts.'),
    modelFirstPart: histogram(
      'amas_model_time_to_first_part_seconds',
      'Streamed model calls, until the first part of the answer.',
    ),
    budgetLimits: gauge('amas_budget_limits', 'Limits that hold.', ['scope', 'period', 'on_reached']),
    budgetSpentRatio: gauge('amas_budget_spent_ratio', 'Of the limit that is used up most: spent by limit.', [
      'scope',
      'period',
      'on_reached',
    ]),
    budgetReservedUsd: gauge('amas_budget_reserved_usd', 'US dollars that processes hold for calls.', [
      'scope',
      'period',
      'on_reached',
    ]),
    budgetAlerts: counter('amas_budget_alerts_total', 'Budget alerts by the share that was crossed.', [
      'percent',
    ]),
    modelConfigurations: gauge(
      'amas_model_configurations',
      'Processes that follow files of keys and routing: current, or refused while the newest is not valid.',
      ['service', 'state'],
    ),
    ...createBreakerGauge(registry),
  };
}

/** 0 closed, 1 half-open, 2 open: of this process's router, asked at every scrape. */
function createBreakerGauge(registry: Registry) {
  const values = { closed: 0, 'half-open': 1, open: 2 } as const;
  let read: () => readonly ModelReading[] = () => [];
  const gauge = new Gauge({
    name: 'amas_model_breaker_state',
    help: 'Whether a model is asked by this process: 0 yes, 1 on trial, 2 no.',
    labelNames: ['provider', 'model', 'key'],
    aggregator: 'max',
    registers: [registry],
    collect() {
      gauge.reset();
      for (const { state, ...labels } of read()) gauge.set(labels, values[state]);
    },
  });
  return {
    /** Names the source of the breakers' states. */
    collectModels(source: () => readonly ModelReading[]): void {
      read = source;
    },
  };
}
