import { constants } from 'node:os';

export interface StopSignal {
  /** Aborts at Ctrl-C, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** What shells expect of a program that the signal ended. */
  readonly exitCode: () => number;
}

/**
 * Where `sh` is bash, npm is the direct parent of a script and passes on the SIGINT that the terminal sent to the script
 * too: one Ctrl-C arrives twice, about a millisecond apart. Nobody presses it twice as fast as this.
 */
const sameKeypressMs = 300;

/** Turns the first signal into an abort, so that whoever works can tidy up; a second one ends the process at once. */
export function listenForStop(): StopSignal {
  const stop = new AbortController();
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const at = performance.now();
      if (first === undefined) {
        first = { signal, at };
        stop.abort(new Error(`stopped by ${signal}`));
      } else if (at - first.at > sameKeypressMs) process.exit(exitCodeOf(signal));
    });
  }
  return { signal: stop.signal, exitCode: () => exitCodeOf(first?.signal ?? 'SIGTERM') };
}

const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
