import type { Store } from './client.ts';
import { readIntegrations, type Integration } from './repositories/integrations.ts';
import type { Sealer } from './sealing.ts';

/** The connected accounts as last read. The database wins over the environment. */
export interface IntegrationDirectory {
  /** Reads again when the last reading is too old. */
  settingsOf(projectId: string, platform: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Without a database call: what a request needs. `project` is a slug. */
  find(platform: string, project: string): Integration | undefined;
  refresh(): Promise<void>;
  /** Platforms connected somewhere. */
  platforms(): string[];
}

const maxAgeMs = 5_000;

export function createIntegrationDirectory(options: {
  store: Store;
  sealer: Sealer;
  /** What the environment configures for the default project. */
  fromEnvironment: readonly Integration[];
  now: () => number;
}): IntegrationDirectory {
  let entries: readonly Integration[] = options.fromEnvironment;
  let readAt = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    const stored = await readIntegrations(options.store, options.sealer);
    const isStored = (entry: Integration) =>
      stored.some((other) => other.platform === entry.platform && other.projectId === entry.projectId);
    entries = [...stored, ...options.fromEnvironment.filter((entry) => !isStored(entry))];
    readAt = options.now();
  };
  return {
    refresh,
    settingsOf: async (projectId, platform) => {
      if (options.now() - readAt > maxAgeMs) await refresh();
      return entries.find((entry) => entry.projectId === projectId && entry.platform === platform)?.settings;
    },
    find: (platform, project) =>
      entries.find((entry) => entry.platform === platform && entry.projectSlug === project),
    platforms: () => [...new Set(entries.map((entry) => entry.platform))],
  };
}
