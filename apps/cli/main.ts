import { readConfig } from './config.ts';
import { runCli } from './run-cli.ts';
import { listenForStop } from './stop-signal.ts';

const stop = listenForStop();

// `amas … | head`: nobody reads on, which is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli({
  args: process.argv.slice(2),
  out: process.stdout,
  err: process.stderr,
  input: process.stdin,
  signal: stop.signal,
  stoppedCode: () => stop.exitCode(),
  readConfig,
});
