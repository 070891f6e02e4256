import type { AddCommand } from '../command.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas connect <platform>` and `amas disconnect <platform>`. */
export const addConnect: AddCommand = (program, cli) => {
  withDataOptions(program.command('connect <platform>'))
    .summary('store a platform’s credentials, encrypted, in the database')
    .description(
      'Take the settings of a platform from its environment variables, check them, and store them encrypted in the ' +
        'database, where they win over the environment. Hub and worker use them within seconds; the variables may ' +
        'then be removed.',
    )
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ GITHUB_APP_ID=1234 GITHUB_WEBHOOK_SECRET=… GITHUB_PRIVATE_KEY="$(cat key.pem)" amas connect github',
        '  $ amas connect slack --json',
        '',
        'Prints as JSON: { "platform", "stored": [names of the settings] }',
      ].join('\n'),
    )
    .action(async (platform: string, options: DataOptions) => {
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
