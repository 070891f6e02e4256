import { withEnvFile } from '#monitoring/env-file.ts';
import type { Env } from '#monitoring/server-config.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';

/** What the environment says about models. */
export interface ModelSettings {
  /** Settings of each model provider that has any. */
  readonly providers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Provider ids in the order in which they are asked; undefined leaves it to the router. */
  readonly providerOrder: readonly string[] | undefined;
  /** The file with the policies; undefined: in order. */
  readonly routingFile: string | undefined;
  /** Several organizations that do not trust each other: base URLs into the private network are refused. */
  readonly multiTenant: boolean;
}

/** Where a running process finds newer settings of models than those it began with. */
export interface ModelSource {
  /** The file that `AMAS_ENV_FILE` names; undefined: only a restart changes the settings. */
  readonly envFile: string | undefined;
  /**
   * The settings as they stand now.
   * @throws `apps.config_invalid`
   */
  readonly reread: () => ModelSettings;
}

/** `env`: without what the file adds that `AMAS_ENV_FILE` names. */
export function readModelSource(
  manifests: readonly ProviderManifest[],
  env: Env,
): ModelSettings & { readonly source: ModelSource } {
  const reread = () => readModelSettings(manifests, withEnvFile(env));
  return { ...reread(), source: { envFile: env['AMAS_ENV_FILE'] || undefined, reread } };
}

export function readModelSettings(manifests: readonly ProviderManifest[], env: Env): ModelSettings {
  const entries = manifests.map(({ id, settings }): [string, Record<string, string>] => [
    id,
    settingsFromEnv(settings, env),
  ]);
  return {
    // Units without a single variable set are left out: they are not connected.
    providers: Object.fromEntries(entries.filter(([, settings]) => Object.keys(settings).length > 0)),
    providerOrder: env['AMAS_PROVIDERS']
      ?.split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    routingFile: env['AMAS_ROUTING'] || undefined,
    multiTenant: isMultiTenant(env),
  };
}

/** Whatever is not clearly off is on: the safe side. */
export const isMultiTenant = (env: Env): boolean =>
  !/^(false|0|no|off)?$/i.test(env['AMAS_MULTI_TENANT'] ?? '');
