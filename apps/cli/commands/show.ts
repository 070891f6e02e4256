import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas show <task>`: the whole story of one task. */
export const addShow: AddCommand = (program, cli) => {
  const command = program
    .command('show')
    .summary('tell the whole story of a task')
    .description(
      'Tell what happened for a task, in order: delivery, event, task, agent runs, model calls, replies, cost. With the ' +
        'id of a delivery: the story of the task it led to, or why it led to none. With the id of a request to the gateway ' +
        '(x-amas-request-id): its model calls.',
    )
    .argument('<task>', 'id of a task, a delivery or a request, or as much of its beginning as is unique');
  withDataOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas show 019a9f3c-52d1',
        '  $ amas show 019a9f3c-52d1 --json',
        '',
        'Prints as JSON: { delivery, event, task, request, approval, runs, completions, replies, costUsd, durationMs }',
      ].join('\n'),
    )
    .action(async (given: string, options: DataOptions) => {
      const { show } = await import('../tasks/show.ts');
      await show(cli, given, options);
    });
};
