import { Option } from 'commander';
import type { AddCommand } from '../command.ts';
import { withDataOptions } from '../data/data-options.ts';
import { withPageOptions } from '../data/page-options.ts';
import { taskStatuses } from '../data/statuses.ts';
import type { ListTasksOptions } from '../tasks/list-tasks.ts';

/** `amas tasks`: the work that was asked for, newest first. */
export const addTasks: AddCommand = (program, cli) => {
  const command = program
    .command('tasks')
    .summary('list the work that was asked for')
    .description('List tasks, newest first: what is worked on, what came of it, and what it cost.')
    .addOption(new Option('--status <status>', 'only with this status').choices(taskStatuses));
  withDataOptions(withPageOptions(command))
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas tasks --status running',
        '  $ amas tasks --limit 100 --json',
        '',
        'Prints as JSON: { "items": [{ id, intent, status, reason, createdAt, finishedAt, costUsd, replies }], "next": cursor or null }',
      ].join('\n'),
    )
    .action(async (options: ListTasksOptions) => {
      const { listTasks } = await import('../tasks/list-tasks.ts');
      await listTasks(cli, options);
    });
};
