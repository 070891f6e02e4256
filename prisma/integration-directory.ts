import type { Database } from './client.ts';
import { readIntegrations, saveIntegration, type Integration } from './repositories/integrations.ts';
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
  /** All of them, as last read. */
  all(): readonly Integration[];
  /** Stores other settings for one of them, sealed. */
  replaceSettings(integration: Integration, settings: Integration['settings']): Promise<void>;
}

const maxAgeMs = 2_000;

export function createIntegrationDirectory(options: {
  database: Database;
  sealer: Sealer;
  /** What the environment configures for the default project. */
  fromEnvironment: readonly Integration[];
  now: () => number;
}): IntegrationDirectory {
  let entries: readonly Integration[] = options.fromEnvironment;
  let readAt = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    const stored = await readIntegrations(options.database, options.sealer);
    const isStored = (entry: Integration) =>
      stored.some((other) => other.platform === entry.platform && other.projectId === entry.projectId);
    entries = [...stored, ...options.fromEnvironment.filter((entry) => !isStored(entry))];
    readAt = options.now();
  };
  return {
    refresh,
    settingsOf: async (projectId, platform) => {
      const find = () =>
        entries.find((entry) => entry.projectId === projectId && entry.platform === platform)?.settings;
      if (options.now() - readAt > maxAgeMs) await refresh();
      // Another process may have connected it a moment ago, and work for it is here already.
      else if (find() === undefined) await refresh();
      return find();
    },
    find: (platform, project) =>
      entries.find((entry) => entry.platform === platform && entry.projectSlug === project),
    platforms: () => [...new Set(entries.map((entry) => entry.platform))],
    all: () => entries,
    replaceSettings: async ({ organizationId, projectId, platform }, settings) => {
      await saveIntegration(
        options.database.store,
        options.sealer,
        { organizationId, projectId },
        { platform, settings },
      );
      await refresh();
    },
  };
}
