import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas why <url>`: what became of the events about a URL. */
export const addWhy: AddCommand = (program, cli) => {
  const command = program
    .command('why')
    .summary('tell why something was done, or was not')
    .description(
      'Tell what became of the latest events about a pull request: every event that led to nothing has a reason, and ' +
        'where you can change it, what to do.',
    )
    .argument('<url>', 'address of the pull request');
  withDataOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas why https://github.com/octo-org/hello/pull/12',
        '',
        'Prints as JSON: { "items": [{ at, what, status, reason, remedy, taskId }], "next": null }',
      ].join('\n'),
    )
    .action(async (url: string, options: DataOptions) => {
      const { explainUrl } = await import('../deliveries/explain-url.ts');
      await explainUrl(cli, url, options);
    });
};
