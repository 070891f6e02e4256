import { manifests as bots } from '#bots/manifests.ts';
import { Environment, type Env } from '#monitoring/server-config.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { readRouting } from '#providers/router/policy/read-routing.ts';
import { isProviderId, manifests as providers } from '#providers/manifests.ts';
import { noSuchProvider } from '#providers/no-such-provider.ts';
import { privateAddressProblem } from '#providers/private-address-problem.ts';
import { readModelSettings } from '../../models/config.ts';
import { readConfig as readWorkerConfig } from '../../worker/config.ts';
import { examineSettings, examineUnit, type Unit, type UnitState } from './examine-unit.ts';

/** Everything that keeps AMAS from working with this configuration, as sentences that repeat no value. */
export function findProblems(env: Env, integrations: readonly Integration[]): string[] {
  return [
    ...coreProblems(env),
    ...workerProblems(env),
    ...Object.values<Unit>(bots).flatMap((bot) => {
      const stored = integrations.find(({ platform }) => platform === bot.id);
      if (!stored) return problemsOf(examineUnit(bot, env), '');
      return problemsOf(examineSettings(bot, stored.settings), ' in the database');
    }),
    ...Object.values<Unit>(providers).flatMap((provider) => problemsOf(examineUnit(provider, env), '')),
  ];
}

function coreProblems(env: Env): string[] {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  return parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
}

/** Each variable by itself: the worker stops at the first. */
function workerProblems({ AMAS_PROVIDERS, AMAS_RECOVERY_MS, AMAS_ROUTING }: Env): string[] {
  const { providerOrder = [] } = readWorkerConfig([], [], { AMAS_PROVIDERS });
  const unknown = providerOrder.filter((id) => !isProviderId(id));
  return [
    ...unknown.map((id) => `AMAS_PROVIDERS names what is no provider. ${noSuchProvider(id)}`),
    ...failureOf(() => readWorkerConfig([], [], { AMAS_RECOVERY_MS })),
    ...(AMAS_ROUTING ? failureOf(() => readRouting(AMAS_ROUTING)) : []),
  ];
}

function failureOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [publicMessageOf(error)];
  }
}

function problemsOf(state: UnitState, where: string): string[] {
  if (state.kind !== 'wrong') return [];
  return state.problems.map(({ variable, problem }) => `${variable}${where} ${problem}`);
}

/** Base URLs that the worker will refuse; their names are looked up. */
export async function findPrivateAddresses(env: Env): Promise<string[]> {
  const { multiTenant, providers: settings } = readModelSettings(Object.values(providers), env);
  if (!multiTenant) return [];
  const found = await Promise.all(
    Object.entries(settings).map(([id, values]) => privateAddressProblem(id, values)),
  );
  return found.filter((problem) => problem !== undefined);
}
