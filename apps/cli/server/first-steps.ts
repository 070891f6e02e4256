import { manifests as bots } from '#bots/manifests.ts';
import type { Env } from '#monitoring/server-config.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import { manifests as providers } from '#providers/manifests.ts';
import { examineUnit, type Unit, type UnitState } from '../configuration/examine-unit.ts';
import { keyRemedy } from '../configuration/key-remedy.ts';

export interface Started {
  readonly environment: Env;
  /** Undefined without a hub. */
  readonly hubUrl: string | undefined;
  /** Platforms whose credentials the database holds, by id: these win over the environment. */
  readonly stored: readonly string[];
  /** Where a browser connects a platform, by its id. */
  readonly setupLinks?: Readonly<Record<string, string>>;
}

/** What somebody who just started AMAS should know or do next: what is connected, and what is not. */
export function firstSteps({ environment, hubUrl, stored, setupLinks = {} }: Started): string[] {
  const platforms = Object.values<Unit>(bots).map((bot) => ({
    bot,
    state: stored.includes(bot.id) ? complete : examineUnit(bot, environment),
  }));
  const connected = platforms.filter(({ state }) => state.kind === 'complete');
  const models = Object.values(providers).filter(
    ({ settings }) => settings.safeParse(settingsFromEnv(settings, environment)).success,
  );
  return [
    ...platforms.flatMap(({ bot, state }) => wrongSettings(bot, state)),
    ...(connected.length > 0
      ? connected.map(
          ({ bot }) => `${bot.title} is connected: deliveries go to ${hubUrl ?? '<hub>'}/webhooks/${bot.id}`,
        )
      : notConnected(hubUrl)),
    ...platforms.flatMap(({ bot, state }) => setupLine(bot, state, setupLinks[bot.id])),
    models.length > 0
      ? `Models: ${models.map((provider) => provider.title).join(', ')}`
      : `No model provider has a key: reviews come from the deterministic tools alone. ${keyRemedy}`,
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

function setupLine({ title }: Unit, state: UnitState, link: string | undefined): string[] {
  if (state.kind === 'complete' || link === undefined) return [];
  return [`Connect ${title} in the browser, with this link that is good once, for an hour: ${link}`];
}

const complete: UnitState = { kind: 'complete' };

function wrongSettings({ title }: Unit, state: UnitState): string[] {
  if (state.kind !== 'wrong') return [];
  const problems = state.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  return [`${title} is not connected: ${problems.join('; ')}.`];
}
