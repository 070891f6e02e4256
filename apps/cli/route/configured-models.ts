import { isMultiTenant } from '#apps/models/config.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import { manifests } from '#providers/manifests.ts';
import { routedCandidates, type RoutedCandidates } from '#providers/router/routed-candidates.ts';
import type { Cli } from '../command.ts';

/**
 * The models whose keys are in the environment, and how a file routes them.
 * @throws `providers.settings_invalid`, `providers.routing_invalid`
 */
export async function configuredModels(
  { config, clock }: Pick<Cli, 'config' | 'clock'>,
  routingFile: string | undefined,
): Promise<RoutedCandidates> {
  const settings = Object.values(manifests).map(
    ({ id, settings: schema }): [string, Record<string, string>] => [
      id,
      settingsFromEnv(schema, config.environment),
    ],
  );
  const configured = Object.fromEntries(settings.filter(([, values]) => Object.keys(values).length > 0));
  return await routedCandidates(configured, {
    order: config.providerOrder,
    refusePrivate: isMultiTenant(config.environment),
    routingFile,
    log: silentLogger(),
    clock,
  });
}
