/** How long a candidate takes, from its last calls: to its first part when streamed, to the whole answer otherwise. */
export interface Latencies {
  add(ms: number): void;
  /** `share`: 0.5 = the median. Undefined while too little is known. */
  quantile(share: number): number | undefined;
}

const kept = 64;
const leastSamples = 10;
/** Sorting at each call would cost more than the answer is worth. */
const sortEvery = 8;

export function createLatencies(): Latencies {
  const samples: number[] = [];
  let next = 0;
  let sinceSorted = sortEvery;
  let sorted: readonly number[] = [];
  return {
    add(ms) {
      samples[next] = ms;
      next = (next + 1) % kept;
      sinceSorted += 1;
    },
    quantile(share) {
      if (samples.length < leastSamples) return undefined;
      if (sinceSorted >= sortEvery) {
        sorted = samples.toSorted((one, other) => one - other);
        sinceSorted = 0;
      }
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    },
  };
}
