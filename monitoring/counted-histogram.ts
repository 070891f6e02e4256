import type { Registry } from 'prom-client';

/** What was counted of one combination of labels. `bucket`: how many of the bounds are not above the value. */
export interface CountedBucket {
  readonly labels: Readonly<Record<string, string>>;
  readonly bucket: number;
  readonly count: number;
  readonly sum: number;
}

export interface CountedHistogram {
  /** Replaces what is shown. */
  show(buckets: readonly CountedBucket[]): void;
}

/** A histogram whose counts come from elsewhere: prom-client's own only counts what it saw itself. */
export function createCountedHistogram(
  registry: Registry,
  {
    name,
    help,
    bounds,
  }: { readonly name: string; readonly help: string; readonly bounds: readonly number[] },
): CountedHistogram {
  let shown: readonly CountedBucket[] = [];
  const metric = {
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    reset() {
      shown = [];
    },
    get: async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: valuesOf(name, bounds, shown),
    }),
  };
  registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
  return {
    show(buckets) {
      shown = buckets;
    },
  };
}

function valuesOf(name: string, bounds: readonly number[], buckets: readonly CountedBucket[]) {
  const series = Map.groupBy(buckets, ({ labels }) => JSON.stringify(labels));
  return [...series.values()].flatMap((parts) => {
    const labels = parts[0]?.labels ?? {};
    const upTo = (bound: number) =>
      parts.filter(({ bucket }) => bucket <= bound).reduce((total, { count }) => total + count, 0);
    const all = upTo(Number.POSITIVE_INFINITY);
    return [
      ...bounds.map((bound, index) => ({
        metricName: `${name}_bucket`,
        labels: { ...labels, le: bound },
        value: upTo(index),
      })),
      { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: all },
      { metricName: `${name}_sum`, labels, value: parts.reduce((total, { sum }) => total + sum, 0) },
      { metricName: `${name}_count`, labels, value: all },
    ];
  });
}
