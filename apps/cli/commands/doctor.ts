import type { AddCommand } from '../command.ts';
import type { DoctorOptions } from '../doctor/diagnose.ts';
import { withDataOptions } from '../data/data-options.ts';

/** `amas doctor`: what is wrong, and what to do about it. */
export const addDoctor: AddCommand = (program, cli) => {
  const command = program
    .command('doctor')
    .summary('check everything that AMAS needs')
    .description(
      'Check the machine, the configuration, database, queue, hub, worker, platforms and providers, and say what to do ' +
        'about what is wrong. Changes nothing. Each key of a provider is proven by the cheapest call that its vendor ' +
        'has: free, except for AI21 and Perplexity, which are asked for an answer of one word. An embedded database ' +
        'that does not run is started for the checks and stopped again.',
    )
    .option('--no-keys', 'ask no provider whether its key works');
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
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('../doctor/run-doctor.ts');
      await runDoctor(cli, options);
    });
};
