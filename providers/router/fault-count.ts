/** Counts how the calls of a candidate end while its breaker is closed, and says when it is enough. */
export interface FaultCount {
  /** True when the breaker has to open. */
  note(succeeded: boolean, now: number): boolean;
  /** Begins anew after it closed: for a while less is enough. */
  restart(): void;
  /** Whether it does well again since it closed. */
  readonly isTrusted: boolean;
}

/** As many failures in a row open it. */
const maxInRow = 5;
/** Or half of the last calls, when there were enough of them. */
const windowSize = 20;
const leastSamples = 8;
const maxFailedShare = 0.5;
/** What is older says nothing about now. */
const windowMs = 60_000;
/** After it closed, so many successes make it trusted as before; until then two failures open it. */
const probation = 20;
const failuresInProbation = 2;

export function createFaultCount(): FaultCount {
  let results: { readonly at: number; readonly ok: boolean }[] = [];
  let inRow = 0;
  let probationLeft = 0;
  let probationFailures = 0;

  const isTooMuch = (now: number) => {
    const recent = results.filter(({ at }) => now - at <= windowMs);
    const failed = recent.filter(({ ok }) => !ok).length;
    return recent.length >= leastSamples && failed / recent.length >= maxFailedShare;
  };
  return {
    get isTrusted() {
      return probationLeft === 0;
    },
    note(succeeded, now) {
      results.push({ at: now, ok: succeeded });
      if (results.length > windowSize) results.shift();
      if (succeeded) {
        inRow = 0;
        probationLeft = Math.max(0, probationLeft - 1);
        return false;
      }
      inRow += 1;
      probationFailures += 1;
      const hasRelapsed = probationLeft > 0 && probationFailures >= failuresInProbation;
      return inRow >= maxInRow || hasRelapsed || isTooMuch(now);
    },
    restart() {
      results = [];
      inRow = 0;
      probationLeft = probation;
      probationFailures = 0;
    },
  };
}
