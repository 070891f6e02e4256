import { manifests as bots } from '#bots/manifests.ts';
import type { Env } from '#monitoring/server-config.ts';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { manifests as providers } from '#providers/manifests.ts';

/** What somebody who just started AMAS should know or do next: what is connected, and what is not. */
export function firstSteps(environment: Env, hubUrl: string | undefined): string[] {
  const connected = Object.values(bots).filter(
    ({ settings }) => settings.safeParse(settingsFromEnv(settings, environment)).success,
  );
  const models = Object.values(providers).filter(
    ({ settings }) => settings.safeParse(settingsFromEnv(settings, environment)).success,
  );
  return [
    ...(connected.length > 0
      ? connected.map(
          (bot) => `${bot.title} is connected: deliveries go to ${hubUrl ?? '<hub>'}/webhooks/${bot.id}`,
        )
      : notConnected(hubUrl)),
    models.length > 0
      ? `Models: ${models.map((provider) => provider.title).join(', ')}`
      : 'No model provider has a key: reviews come from the deterministic tools alone. Set one of ' +
        `${Object.values(providers)
          .flatMap((provider) =>
            settingsOf(provider.settings)
              .filter((setting) => setting.secret)
              .map((setting) => setting.env),
          )
          .join(', ')}.`,
    'Check everything: npx amas doctor',
  ];
}

function notConnected(hubUrl: string | undefined): string[] {
  return [
    'No platform is connected yet. Next:',
    '  1. npm run demo                 see a review happen, with stand-ins for GitHub and Slack',
    '  2. npx amas review              review a repository on this machine, no account needed',
    `  3. docs/QUICK_START.md          connect GitHub or Slack; webhooks go to ${hubUrl ?? '<hub>'}/webhooks/github and /webhooks/slack`,
  ];
}
