import type { Clock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';
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
  const settings = Object.fromEntries(
    complete.map((manifest) => [manifest.id, settingsFromEnv(manifest.settings, environment)]),
  );
  if (complete.length === 0) return [];
  const { candidatesFrom } = await import('#providers/router/candidates.ts');
  return await candidatesFrom(settings, { order: providerOrder, log: silentLogger(), clock });
}
