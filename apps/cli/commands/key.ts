import type { Command } from 'commander';
import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';
import type { CreateKeyOptions } from '../keys/create-key.ts';

/** `amas key create`, `amas key list` and `amas key revoke`: keys for the OpenAI-compatible endpoint. */
export const addKey: AddCommand = (program, cli) => {
  const key = program
    .command('key')
    .summary('create, list and revoke keys for the OpenAI-compatible endpoint (/v1)')
    .description('Keys with which other tools of the team use the models of this AMAS, at /v1 of the hub.');
  addCreate(key, cli);
  addList(key, cli);
  addRevoke(key, cli);
};

const examples = (lines: readonly string[]) => ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)];

const addCreate = (key: Command, cli: Parameters<AddCommand>[1]) => {
  withDataOptions(key.command('create'))
    .summary('create a key; it is shown this once')
    .description('Create a key. It is printed this once, on standard output: only its hash is kept.')
    .argument('<name>', 'who or what uses it, such as ada or ci')
    .option('--scope <names>', 'comma-separated: chat, embeddings, models (default: all)')
    .option(
      '--models <names>',
      'comma-separated model names it may ask for, * for any characters (default: all)',
    )
    .option('--rpm <number>', 'requests a minute (default: no limit of its own)')
    .option('--expires <duration>', 'such as 12h, 90d or 52w (default: never)')
    .addHelpText(
      'after',
      [
        ...examples([
          'amas key create ci --scope chat --models "auto:cheap,openai/*" --rpm 60 --expires 90d',
          'export OPENAI_API_KEY="$(amas key create ada)" OPENAI_BASE_URL=http://127.0.0.1:8000/v1',
        ]),
        '',
        'Prints as JSON: { "key": the key itself, id, name, prefix, scopes, models, requestsPerMinute, expiresAt }',
      ].join('\n'),
    )
    .action(async (name: string, options: CreateKeyOptions) => {
      const { createKey } = await import('../keys/create-key.ts');
      await createKey(cli, name, options);
    });
};

const addList = (key: Command, cli: Parameters<AddCommand>[1]) => {
  withDataOptions(key.command('list'))
    .summary('list the keys, revoked ones as well')
    .addHelpText(
      'after',
      [
        ...examples([
          'amas key list',
          'amas key list --json | jq \'.items[] | select(.status == "active")\'',
        ]),
        '',
        'Prints as JSON: { "items": [{ id, name, prefix, status, scopes, models, requestsPerMinute, createdAt, expiresAt, revokedAt, lastUsedAt }] }',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { listKeys } = await import('../keys/list-keys.ts');
      await listKeys(cli, options);
    });
};

const addRevoke = (key: Command, cli: Parameters<AddCommand>[1]) => {
  withDataOptions(key.command('revoke'))
    .summary('end a key; requests with it are refused within a second')
    .description('End a key for good. What it was used for stays recorded. To undo it, create another.')
    .argument('<key>', 'its name, its first characters as "amas key list" shows them, or its id')
    .addHelpText(
      'after',
      [
        ...examples(['amas key revoke ci', 'amas key revoke amas_sk_q8Xv2b']),
        '',
        'Prints as JSON: { id, name, "revoked": false when it was revoked before }',
      ].join('\n'),
    )
    .action(async (given: string, options: DataOptions) => {
      const { revokeKey } = await import('../keys/revoke-key.ts');
      await revokeKey(cli, given, options);
    });
};
