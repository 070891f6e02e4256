import type { AddCommand } from '../command.ts';
import type { SendOptions } from '../sending/send-event.ts';

/** `amas send <platform> <event or file>`: a signed event, as the platform would send it. */
export const addSend: AddCommand = (program, cli) => {
  program
    .command('send')
    .summary('send a signed sample event to a running hub')
    .description(
      'Sign an event with the secret of the platform (GITHUB_WEBHOOK_SECRET, SLACK_SIGNING_SECRET) and deliver it to a ' +
        'running hub, as the platform would. Samples are about a repository and a workspace that do not exist: they ' +
        'prove the way in. A payload of your own may be about real ones.',
    )
    .argument('<platform>', 'github or slack')
    .argument(
      '<event>',
      'a sample or the path of a file. GitHub: ping, pull_request, issue_comment, installation, the last three also with an action ' +
        '(pull_request.closed); Slack: url_verification, app_mention, message, slash_command',
    )
    .option('--to <address>', 'address of the hub, or of one of its webhooks (default: from HOST and PORT)')
    .option('--event <name>', "what a file for GitHub holds: the value of GitHub's X-GitHub-Event header")
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas send github ping',
        '  $ amas send slack slash_command --to https://amas.example.com',
        '  $ amas send github ./payload.json --event pull_request',
        '',
        'Prints as JSON: { platform, event, url, status, body, durationMs }',
        'Exit codes: 0 taken · 1 refused by the hub · 2 wrong use · 3 no hub answers',
      ].join('\n'),
    )
    .action(async (platform: string, event: string, options: SendOptions) => {
      const { sendEvent } = await import('../sending/send-event.ts');
      await sendEvent(cli, platform, event, options);
    });
};
