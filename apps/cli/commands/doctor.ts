import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas doctor`: what is wrong, and what to do about it. */
export const addDoctor: AddCommand = (program, cli) => {
  const command = program
    .command('doctor')
    .summary('check everything that AMAS needs')
    .description(
      'Check the machine, the configuration, database, queue, hub, worker, platforms and providers, and say what to do ' +
        'about what is wrong. Changes nothing, and makes no call that costs money. An embedded database that does not ' +
        'run is started for the checks and stopped again.',
    );
  withDataOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas doctor',
        `  $ amas doctor --json | jq '.checks[] | select(.status != "ok")'`,
        '',
        'Prints as JSON: { "status": ok, warn or fail, "checks": [{ id, status, message, remedy }] }',
        'Exit codes: 0 no check failed · 1 a check failed',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { runDoctor } = await import('../doctor/run-doctor.ts');
      await runDoctor(cli, options);
    });
};
