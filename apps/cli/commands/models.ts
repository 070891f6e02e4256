import type { AddCommand } from '../command.ts';
import type { ModelsOptions } from '../models/list-models.ts';

/** `amas models`: what can be asked now, and what it costs. */
export const addModels: AddCommand = (program, cli) => {
  program
    .command('models')
    .summary('list the models that can be asked, with prices and ends')
    .description(
      'List the models whose provider is set up in the environment: context, price at this hour and since when it is ' +
        'known, state of the key, and when a model ends. An unknown price is said, never zero. Asks nobody, except ' +
        'your own server which models it serves.',
    )
    .option('--provider <id>', 'only this provider, whether it is set up or not')
    .option('--all', 'every model that AMAS knows', false)
    .option('--check', 'prove each key with the cheapest call its vendor has', false)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas models --check',
        '  $ amas models --provider openai',
        `  $ amas models --all --json | jq -r '.items[] | select(.price.output < 1) | "\\(.provider)/\\(.model)"'`,
        '',
        'Prints as JSON: { "items": [{ provider, model, kind, usable, isDefault, contextTokens, price, health, end, … }], "warnings" }',
        'Exit codes: 0 done · 2 no such provider',
      ].join('\n'),
    )
    .action(async (options: ModelsOptions) => {
      const { listModels } = await import('../models/list-models.ts');
      await listModels(cli, options);
    });
};
