import { withEnvFile } from '#monitoring/env-file.ts';
import { readModelSource, type ModelSettings, type ModelSource } from '#apps/models/config.ts';
import { readServerConfig, type Env, type ServerConfig } from '#monitoring/server-config.ts';
import type { ProviderManifest } from '#providers/contract.ts';

export interface GatewayConfig extends ServerConfig, ModelSettings {
  readonly source: ModelSource;
}

/** Reads the environment, once, at boot. Throws like `readServerConfig`. */
export function readConfig(manifests: readonly ProviderManifest[], env: Env = process.env): GatewayConfig {
  return Object.freeze({ ...readServerConfig(withEnvFile(env)), ...readModelSource(manifests, env) });
}
