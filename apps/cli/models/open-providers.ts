import { isMultiTenant } from '#apps/models/config.ts';
import type { Clock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';
import { privateAddressProblem } from '#providers/private-address-problem.ts';
import { manifests } from '#providers/manifests.ts';
import type { Candidate } from '#providers/router/candidate.ts';
import { examineUnit } from '../configuration/examine-unit.ts';
import type { CliConfig } from '../config.ts';

/** The providers whose settings in the environment are complete, opened. Those with wrong ones are left to `doctor`. */
export async function openProviders(
  { environment, providerOrder }: Pick<CliConfig, 'environment' | 'providerOrder'>,
  clock: Clock,
): Promise<Candidate[]> {
  const complete = Object.values<ProviderManifest>(manifests).filter(
    (manifest) => examineUnit(manifest, environment).kind === 'complete',
  );
  const refusePrivate = isMultiTenant(environment);
  const read = complete.map(async ({ id, settings }): Promise<[string, Record<string, string>][]> => {
    const values = settingsFromEnv(settings, environment);
    const isRefused = refusePrivate && (await privateAddressProblem(id, values)) !== undefined;
    return isRefused ? [] : [[id, values]];
  });
  const settings = Object.fromEntries((await Promise.all(read)).flat());
  if (Object.keys(settings).length === 0) return [];
  const { candidatesFrom } = await import('#providers/router/candidates.ts');
  return await candidatesFrom(settings, {
    order: providerOrder,
    refusePrivate,
    log: silentLogger(),
    clock,
  });
}
