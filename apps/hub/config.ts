import type { BotManifest } from '#bots/contract.ts';
import { withEnvFile } from '#monitoring/env-file.ts';
import { readServerConfig, type Env, type ServerConfig } from '#monitoring/server-config.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';

export interface HubConfig extends ServerConfig {
  /** Settings of each platform that the environment holds; the database's win over them. */
  readonly platforms: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reads the hub's environment, once, at boot. Throws `apps.config_invalid` that names every problem at once. */
export function readConfig(manifests: readonly BotManifest[], given: Env = process.env): HubConfig {
  const env = withEnvFile(given);
  return Object.freeze({
    ...readServerConfig(env),
    platforms: Object.fromEntries(manifests.map(({ id, settings }) => [id, settingsFromEnv(settings, env)])),
  });
}
