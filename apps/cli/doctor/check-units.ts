import { manifests as bots } from '#bots/manifests.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Env } from '#monitoring/server-config.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { modelInfoOf } from '#providers/fits.ts';
import { manifests as providers } from '#providers/manifests.ts';
import { priceProblems } from '#providers/prices/price-problems.ts';
import { factsOf, nameOf, type Candidate } from '#providers/router/candidate.ts';
import { endedPrices, type OwnPriceTable } from '#providers/router/policy/own-prices.ts';
import { sunsetOf } from '#providers/sunset.ts';
import type { Cli } from '../command.ts';
import { examineSettings, examineUnit, type Unit, type UnitState } from '../configuration/examine-unit.ts';
import { keyRemedy } from '../configuration/key-remedy.ts';
import { findPrivateAddresses } from '../configuration/find-problems.ts';
import { readOwnPrices } from '../models/own-prices.ts';
import { openProviders } from '../models/open-providers.ts';
import { proveKey, type KeyReport } from '../models/prove-key.ts';
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

/** One line for each key, proven at its vendor unless that is not wished. */
export async function checkProviders(cli: Cli, isAsked: boolean): Promise<Check[]> {
  const { environment } = cli.config;
  const states = Object.values<Unit>(providers).map((provider) => ({
    provider,
    state: examineUnit(provider, environment),
  }));
  const wrong = states.flatMap(({ provider, state }) =>
    state.kind === 'wrong'
      ? [fail(provider.id, `The settings of ${provider.title} do not work`, problemsText(state))]
      : [],
  );
  const complete = states.filter(({ state }) => state.kind === 'complete');
  if (complete.length === 0) return wrong.length > 0 ? wrong : [noKey()];
  const titles = complete.map(({ provider }) => provider.title).join(', ');
  if (!isAsked) return [ok('models', `Keys are set for ${titles} (not tried)`), ...wrong];
  const candidates = await openProviders(cli.config, cli.clock);
  const reports = await Promise.all(candidates.map((each) => proveKey(each, cli.clock, cli.signal)));
  const now = cli.clock.now();
  const inside = await findPrivateAddresses(environment);
  return [
    ...reports.map(keyCheck),
    ...inside.map((problem) =>
      fail(
        'models',
        problem,
        'Set the base URL to where the API is: worker and gateway do not start with it.',
      ),
    ),
    ...modelChecks(candidates, now),
    ...(await ownPriceChecks(cli, candidates, now)),
    ...wrong,
  ];
}

const noKey = (): Check =>
  warn('models', 'No model provider has a key: answers come from the deterministic tools alone', keyRemedy);

function keyCheck({ provider, status, sentence }: KeyReport): Check {
  switch (status) {
    case 'works':
      return ok(provider, sentence);
    case 'doubtful':
      return warn(provider, sentence, `Correct the model: amas models --provider ${provider} --check`);
    case 'away':
      return warn(provider, `Whether the key of ${provider} works could not be found out`, sentence);
    case 'fails':
    default:
      return fail(provider, `The key of ${provider} does not work`, sentence);
  }
}

/** What will go wrong later: ends of models that are asked, and prices that nobody looked at for long. */
function modelChecks(candidates: readonly Candidate[], now: number): Check[] {
  const ends = candidates.flatMap(({ manifest, model }) => {
    const sunset = sunsetOf(manifest.id, modelInfoOf(manifest, model).info, now);
    if (!sunset) return [];
    const tell = sunset.hasEnded ? fail : warn;
    return [tell(manifest.id, sunset.sentence, `Set the variable of the model: amas config check`)];
  });
  const prices = priceProblems(now)
    .filter(({ provider, model }) =>
      candidates.some((each) => each.provider.id === provider && each.model === model),
    )
    .map(({ provider, model, problem }) =>
      warn(
        'prices',
        `${provider}/${model}: ${problem}`,
        'Costs may be counted wrongly until providers/prices/overrides.ts is corrected.',
      ),
    );
  return [...ends, ...prices];
}

/** Contracts that ended, and models that are not asked because nobody knows what they cost. */
async function ownPriceChecks(cli: Cli, candidates: readonly Candidate[], now: number): Promise<Check[]> {
  let ownPrices: OwnPriceTable;
  try {
    ownPrices = await readOwnPrices(cli.config);
  } catch (error) {
    if (!(error instanceof AmasError)) throw error;
    return [fail('routing', 'The file of AMAS_ROUTING does not work', error.publicMessage ?? error.message)];
  }
  const names = candidates.flatMap((candidate) =>
    factsOf(candidate, now, ownPrices).assumedPrice ? [] : nameOf(candidate),
  );
  return [
    ...endedPrices(ownPrices, now).map((problem) =>
      warn('prices', problem, 'Correct `prices` in the file of AMAS_ROUTING.'),
    ),
    ...[...new Set(names)].map((name) =>
      fail(
        'prices',
        `${name} is not asked, because its price is unknown and calls have a limit of money`,
        `State it under prices in the file of AMAS_ROUTING: prices: { ${name}: { input: 1, output: 3, source: … } }`,
      ),
    ),
  ];
}

const problemsText = (state: Extract<UnitState, { kind: 'wrong' }>) =>
  `${state.problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')}.`;
