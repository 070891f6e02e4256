import { Option } from 'commander';
import { failOnChoices } from '#agents/orchestrator/verdict.ts';
import type { AddCommand } from '../command.ts';
import { formatNames } from '../review/formats/format-report.ts';
import type { ReviewOptions } from '../review/review.ts';

/** `amas review`: the agents on a local git repository, without database, account or server. */
export const addReview: AddCommand = (program, cli) => {
  program
    .command('review')
    .summary('review a change of a local git repository')
    .description(
      'Review what a branch brings and what is not committed yet, with the same agents as everywhere. Needs no account, ' +
        'no database and no key; asks a model only when the environment holds the key of a provider. Changes nothing.',
    )
    .argument(
      '[path]',
      'folder or file to limit the review to (default: the whole repository around this folder)',
    )
    .option('--base <ref>', 'branch, tag or commit to compare with (default: origin/HEAD, main or master)')
    .option(
      '--head <ref>',
      'branch, tag or commit to review (default: the working tree, with untracked files)',
    )
    .option('--all', 'review every tracked file as if it were new, by rules only', false)
    .addOption(
      new Option('--format <format>', 'how to show the result').choices(formatNames).default('pretty'),
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .addOption(
      new Option(
        '--fail-on <severity>',
        'from which severity on findings end with exit code 1; what .amas.yml says, else high, when absent',
      ).choices(failOnChoices),
    )
    .option('--no-model', 'ask no model, whatever keys there are')
    .option('--output <file>', 'write the result to a file instead of standard output')
    .option('--quiet', 'no progress on standard error', false)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas review                                    this branch and what is not committed',
        '  $ amas review --base HEAD~1                      the last commit and what is not committed',
        '  $ amas review --head feature packages/api        a branch, in one folder only',
        '  $ amas review --all src                          every tracked file of a folder',
        '  $ amas review --format sarif --output amas.sarif --fail-on never',
        '',
        'Exit codes: 0 no finding from --fail-on up · 1 findings · 2 wrong use or bad input · 3 could not finish',
      ].join('\n'),
    )
    .action(async (path: string | undefined, options: ReviewOptions & { readonly json?: boolean }) => {
      const { review } = await import('../review/review.ts');
      await review(cli, path, options.json === true ? { ...options, format: 'json' } : options);
    });
};
