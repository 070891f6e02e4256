import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas config check` and `amas config rotate-key`. */
export const addConfig: AddCommand = (program, cli) => {
  const config = program.command('config').summary('check the configuration, rotate the encryption key');
  withDataOptions(config.command('check'))
    .summary('list every value with its source, and every problem')
    .description(
      'Read the whole configuration: every value with its source (environment, database, default), secrets as set or ' +
        'not set only; all problems at once; and variables that nothing reads, such as misspelt ones.',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas config check',
        '  $ amas config check --json | jq .problems',
        '',
        'Prints as JSON: { valid, "variables": [{ name, of, source, isSecret, value }], problems, warnings }',
        'Exit codes: 0 valid · 2 not valid',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { checkConfig } = await import('../configuration/check-config.ts');
      await checkConfig(cli, options);
    });
  withDataOptions(config.command('rotate-key'))
    .summary('seal stored secrets again with the newest encryption key')
    .description(
      'Seal the stored credentials again with the first key of AMAS_ENCRYPTION_KEY, all or nothing. First put the new ' +
        'key before the former one, separated by a comma, and start hub and worker with both; then run this; then ' +
        'remove the former key.',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ AMAS_ENCRYPTION_KEY="$(openssl rand -base64 32),$AMAS_ENCRYPTION_KEY" amas config rotate-key',
        '',
        'Prints as JSON: { "resealed": number of accounts }',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { rotateKey } = await import('../configuration/rotate-key.ts');
      await rotateKey(cli, options);
    });
};
