import { listenForStop } from '#apps/cli/stop-signal.ts';
import { createTerminal } from '#apps/cli/terminal.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { readConfig } from './config.ts';
import { readOptions } from './options.ts';
import { runDemo, type DemoRun } from './run-demo.ts';

const stop = listenForStop();

// `npm run demo | head`, or a terminal that was closed: nobody reads on, and the servers must still be stopped.
const unread = new AbortController();
process.stdout.on('error', (error) => unread.abort(error));
process.stderr.on('error', (error) => unread.abort(error));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const run = readRun(args);
  return typeof run === 'number' ? run : await runDemo(run);
}

/** What was asked for, or the exit code when there is nothing to run. */
function readRun(args: readonly string[]): DemoRun | number {
  try {
    const options = readOptions(args);
    if (options.help !== undefined) {
      process.stdout.write(options.help);
      return 0;
    }
    const config = readConfig();
    return {
      config,
      keepUp: !options.once,
      terminal: createTerminal(process.stdout, process.stderr, config.color),
      signal: AbortSignal.any([stop.signal, unread.signal]),
      stoppedCode: stop.exitCode,
    };
  } catch (error) {
    process.stderr.write(`demo: ${publicMessageOf(error)}\n`);
    return 2;
  }
}
