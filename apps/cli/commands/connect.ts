import type { AddCommand } from '../command.ts';
import type { ConnectOptions } from '../configuration/connect-platform.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas connect <platform>` and `amas disconnect <platform>`. */
export const addConnect: AddCommand = (program, cli) => {
  withDataOptions(program.command('connect <platform>'))
    .summary('store a platform’s credentials, encrypted, in the database')
    .description(
      'Take the settings of a platform from its environment variables, check them, and store them encrypted in the ' +
        'database, where they win over the environment. Hub and worker use them within seconds; the variables may ' +
        'then be removed. Of GitHub it is checked as well whether both directions work: the App and its rights, and a ' +
        'signed delivery that GitHub sends once more. Without variables, what is stored is checked.',
    )
    .option('--comment <url>', 'also post one comment on this pull request or issue')
    .option('--rotate-webhook-secret', 'replace the webhook secret, here and at the platform, without a gap')
    .option(
      '--link',
      'only print a one-time link that connects the platform in the browser (needs PUBLIC_URL)',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ GITHUB_APP_ID=1234 GITHUB_WEBHOOK_SECRET=… GITHUB_PRIVATE_KEY="$(cat key.pem)" amas connect github',
        '  $ amas connect github --comment https://github.com/octo/shop/pull/12',
        '  $ amas connect github --rotate-webhook-secret',
        '  $ amas connect github --link',
        '  $ amas connect slack --json',
        '',
        'Prints as JSON: { "platform", "stored": [names of the settings], "checks"?: [{ "id", "status", "message", "remedy" }],',
        '                  "rotated"?: { "isOldDropped" } }, or with --link { "platform", "link" }',
        'Exit code 1: it is stored, and a check failed.',
      ].join('\n'),
    )
    .action(async (platform: string, options: ConnectOptions) => {
      const { connectPlatform } = await import('../configuration/connect-platform.ts');
      await connectPlatform(cli, platform, options);
    });
  withDataOptions(program.command('disconnect <platform>'))
    .summary('remove a platform’s stored credentials')
    .description(
      'Delete the stored settings of a platform. Settings in the environment are used again, if there are any.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ amas disconnect slack\n\nPrints as JSON: { "platform", "removed": true or false }',
    )
    .action(async (platform: string, options: DataOptions) => {
      const { disconnectPlatform } = await import('../configuration/connect-platform.ts');
      await disconnectPlatform(cli, platform, options);
    });
};
