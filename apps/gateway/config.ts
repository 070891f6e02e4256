import { readServerConfig, type Env, type ServerConfig } from '#monitoring/server-config.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';

export interface GatewayConfig extends ServerConfig {
  /** Settings of each model provider that the environment holds. */
  readonly providers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Provider ids in the order in which they are asked; undefined leaves it to the router. */
  readonly providerOrder: readonly string[] | undefined;
}

/** Reads the environment, once, at boot. Throws like `readServerConfig`. */
export function readConfig(manifests: readonly ProviderManifest[], env: Env = process.env): GatewayConfig {
  const providers = manifests.map(({ id, settings }): [string, Record<string, string>] => [
    id,
    settingsFromEnv(settings, env),
  ]);
  return Object.freeze({
    ...readServerConfig(env),
    providers: Object.fromEntries(providers.filter(([, settings]) => Object.keys(settings).length > 0)),
    providerOrder: env['AMAS_PROVIDERS']
      ?.split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  });
}
