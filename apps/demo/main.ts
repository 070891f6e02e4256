import { createTerminal } from '#apps/cli/terminal.ts';
import { listenForStop } from '#apps/cli/stop-signal.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { readConfig, type DemoConfig } from './config.ts';
import { readOptions, type DemoOptions } from './options.ts';
import { runDemo } from './run-demo.ts';

const stop = listenForStop();

let given: { readonly config: DemoConfig; readonly options: DemoOptions } | undefined;
try {
  given = { config: readConfig(), options: readOptions(process.argv.slice(2)) };
} catch (error) {
  process.stderr.write(`demo: ${publicMessageOf(error)}\n`);
  process.exitCode = 2;
}

if (given?.options.help !== undefined) process.stdout.write(given.options.help);
else if (given) {
  const { config, options } = given;
  const gone = new AbortController();
  // `npm run demo | head`: nobody reads on, and the servers must still be stopped.
  process.stdout.on('error', (error) => gone.abort(error));
  process.exitCode = await runDemo({
    config,
    keepUp: !options.once,
    terminal: createTerminal(process.stdout, process.stderr, config.color),
    signal: AbortSignal.any([stop.signal, gone.signal]),
    stoppedCode: stop.exitCode,
  });
}
