import type { AddCommand } from '../command.ts';
import { withDataOptions } from '../data/data-options.ts';
import type { ReplayOptions } from '../deliveries/replay-delivery.ts';

/** `amas replay <delivery>`: processes a stored delivery again. */
export const addReplay: AddCommand = (program, cli) => {
  const command = program
    .command('replay')
    .summary('process a stored delivery again')
    .description(
      'Start a delivery again from its stored bytes, whatever became of it. What it leads to is a new task; comments ' +
        'that were posted already are edited, not doubled. A worker has to run.',
    )
    .argument('<delivery>', 'id of a delivery, or as much of its beginning as is unique')
    .option('--force', 'also when it is still being processed');
  withDataOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas deliveries --status failed',
        '  $ amas replay 019a9f3c-52d1',
        '',
        'Prints as JSON: { "delivery": id, "outcome": "restarted", "previousStatus": status, "restarts": number }',
      ].join('\n'),
    )
    .action(async (given: string, options: ReplayOptions) => {
      const { replayDelivery } = await import('../deliveries/replay-delivery.ts');
      await replayDelivery(cli, given, options);
    });
};
