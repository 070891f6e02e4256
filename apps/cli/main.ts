import { constants } from 'node:os';
import { readConfig } from './config.ts';
import { runCli } from './run-cli.ts';

const stop = new AbortController();
let stoppedBy: NodeJS.Signals = 'SIGTERM';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(exitCodeOf(signal));
    stoppedBy = signal;
    stop.abort(new Error(`stopped by ${signal}`));
  });
}

// `amas … | head`: nobody reads on, which is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli({
  args: process.argv.slice(2),
  out: process.stdout,
  err: process.stderr,
  signal: stop.signal,
  stoppedCode: () => exitCodeOf(stoppedBy),
  readConfig,
});

/** What shells expect of a program that a signal ended. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
