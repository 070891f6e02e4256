import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas approve <task>` and `amas reject <task>`: decide about a task that waits because of a limit. */
export const addApprove: AddCommand = (program, cli) => {
  const add = (name: 'approve' | 'reject', summary: string, description: string) =>
    withDataOptions(program.command(name))
      .summary(summary)
      .description(description)
      .argument(
        '<task>',
        'id of the task, or as much of its beginning as is unique (amas budget lists those that wait)',
      )
      .addHelpText(
        'after',
        [
          '',
          'Examples:',
          `  $ amas ${name} 019a9f3c-52d1`,
          '',
          `Prints as JSON: { "task": id, "outcome": "${name === 'approve' ? 'approved' : 'rejected'}", limit }`,
        ].join('\n'),
      )
      .action(async (given: string, options: DataOptions) => {
        const { decide } = await import('../budgets/decide.ts');
        await decide(cli, given, { ...options, status: name === 'approve' ? 'approved' : 'rejected' });
      });
  add(
    'approve',
    'let a task that waits go on beyond its limit',
    'Let a task that waits because of a limit ask models beyond it, as far as its own limit of cost reaches. What it spends counts.',
  );
  add(
    'reject',
    'let a task that waits go on without a model',
    'Let a task that waits because of a limit go on without models: what rules find is still told.',
  );
};
