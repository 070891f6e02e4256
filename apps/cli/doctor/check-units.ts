import { manifests as bots } from '#bots/manifests.ts';
import type { Env } from '#monitoring/server-config.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { manifests as providers } from '#providers/manifests.ts';
import { examineSettings, examineUnit, type Unit, type UnitState } from '../configuration/examine-unit.ts';
import { fail, ok, warn, type Check } from './check.ts';

/** One line per platform: an account in the database wins over the environment. */
export function checkPlatforms(
  env: Env,
  integrations: readonly Integration[],
  setupLinks: Readonly<Record<string, string>>,
): Check[] {
  return Object.values<Unit>(bots).map((bot) => {
    const stored = integrations.find(({ platform }) => platform === bot.id);
    return stored
      ? platformCheck(bot, examineSettings(bot, stored.settings), 'the database')
      : platformCheck(bot, examineUnit(bot, env), 'the environment', setupLinks[bot.id]);
  });
}

function platformCheck({ id, title }: Unit, state: UnitState, origin: string, link?: string): Check {
  switch (state.kind) {
    case 'complete':
      return ok(id, `${title} is connected by ${origin}`);
    case 'absent':
      return warn(
        id,
        `${title} is not connected`,
        `To connect it, ${link === undefined ? '' : `open ${link} (good once, for an hour), or `}set ${state.required.join(', ')}.`,
      );
    case 'wrong':
    default:
      return fail(id, `The settings of ${title} in ${origin} do not work`, problemsText(state));
  }
}

/** Presence and form only: to ask a provider whether a key is right may cost money. */
export function checkProviders(env: Env): Check[] {
  const states = Object.values<Unit>(providers).map((provider) => ({
    provider,
    state: examineUnit(provider, env),
  }));
  const wrong = states.flatMap(({ provider, state }) =>
    state.kind === 'wrong'
      ? [fail(provider.id, `The settings of ${provider.title} do not work`, problemsText(state))]
      : [],
  );
  const complete = states
    .filter(({ state }) => state.kind === 'complete')
    .map(({ provider }) => provider.title);
  if (complete.length > 0)
    return [ok('models', `Keys are set for ${complete.join(', ')} (not tried)`), ...wrong];
  const keys = states.flatMap(({ state }) => (state.kind === 'absent' ? state.required : []));
  const none = warn(
    'models',
    'No model provider has a key: answers come from the deterministic tools alone',
    `Set one of ${keys.join(', ')}.`,
  );
  return wrong.length > 0 ? wrong : [none];
}

const problemsText = (state: Extract<UnitState, { kind: 'wrong' }>) =>
  `${state.problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')}.`;
