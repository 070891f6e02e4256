import type { Env } from '#monitoring/server-config.ts';
import type { GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import type { DemoConfig } from './config.ts';

/** What a process needs of the machine. Nothing else of the user's environment: no key, no proxy, no other database. */
const inherited = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];

/** Hub and worker connected to the stand-ins, without any model provider. */
export function serverEnvironment(
  config: DemoConfig,
  port: number,
  { github, slack }: { readonly github: GitHubStandIn; readonly slack: SlackStandIn },
): Env {
  return {
    ...Object.fromEntries(inherited.map((name) => [name, config.environment[name]])),
    AMAS_DATA_DIR: config.dataDirectory,
    LOG_LEVEL: config.logLevel,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    GITHUB_APP_ID: String(github.app.id),
    GITHUB_APP_SLUG: github.app.slug,
    GITHUB_PRIVATE_KEY: github.app.privateKey,
    GITHUB_WEBHOOK_SECRET: github.app.hook.secret,
    GITHUB_API_URL: github.url,
    GITHUB_WRITES_PER_MINUTE: '6000',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
  };
}
