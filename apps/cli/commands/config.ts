import type { AddCommand } from '../command.ts';
import type { WordsOptions } from '../configuration/keep-words.ts';
import type { ExplainOptions } from '../review/explain-configuration.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas config check`, `amas config explain`, `amas config rotate-key` and `amas config words`. */
export const addConfig: AddCommand = (program, cli) => {
  const config = program
    .command('config')
    .summary('check the configuration, explain .amas.yml, rotate the encryption key');
  addExplain(config, cli);
  addCheck(config, cli);
  addRotateKey(config, cli);
  addWords(config, cli);
};

const addExplain: AddCommand = (config, cli) => {
  config
    .command('explain')
    .summary('tell what holds for reviews of this repository, and which line says so')
    .description(
      'Read .amas.yml as it is on the base of the change in this folder, as a review does, and print every value with ' +
        'its line. Needs no database. The file of the account, which lies below it, is known to a platform only.',
    )
    .argument('[key]', 'shows the keys that begin with it, such as review.ignore (default: all)')
    .option('--base <ref>', 'branch, tag or commit that holds the file (default: as for amas review)')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas config explain',
        '  $ amas config explain review.ignore --base HEAD',
        '',
        'Prints as JSON: { "values": [{ name, value, from, does }], problems }',
        'Exit codes: 0 done · 2 something in the file is not used',
      ].join('\n'),
    )
    .action(async (key: string | undefined, options: ExplainOptions) => {
      const { explainConfiguration } = await import('../review/explain-configuration.ts');
      await explainConfiguration(cli, key, options);
    });
};

const addCheck: AddCommand = (config, cli) => {
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
};

const addRotateKey: AddCommand = (config, cli) => {
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

const addWords: AddCommand = (config, cli) => {
  withDataOptions(config.command('words'))
    .summary('show or change whether the words of model calls are kept')
    .description(
      'Whether prompts and answers of the agents, and of who asks through the gateway, are kept with the records of ' +
        'their calls, for who has to find out what a model was asked. Credentials are taken out. Off unless turned on; ' +
        'what was kept goes after 30 days, or as many as are wanted.',
    )
    .argument('[on|off]', 'shows what holds when absent')
    .option('--days <number>', 'how long they are kept, also those that are kept already')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas config words on --days 7',
        '',
        'Prints as JSON: { "words": true or false, days }',
      ].join('\n'),
    )
    .action(async (wish: string | undefined, options: WordsOptions) => {
      const { keepWords } = await import('../configuration/keep-words.ts');
      await keepWords(cli, wish, options);
    });
};
