import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { openDatabase, type Database } from './client.ts';
import { toDatabaseError } from './database-errors.ts';
import { createIntegrationDirectory, type IntegrationDirectory } from './integration-directory.ts';
import { pendingMigrations } from './migrate.ts';
import { defaultSlug, ensureDefaultProject, type Tenant } from './repositories/tenancy.ts';
import { openSealer, verifySealer } from './sealing-key.ts';
import type { Sealer } from './sealing.ts';

export interface InstallationOptions {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly encryptionKey: string | undefined;
  /** Per platform, what the environment configures for the default project. */
  readonly platforms: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly applicationName: string;
  readonly maxConnections: number;
  readonly statementTimeoutMs?: number;
  readonly log: Logger;
  readonly retryMs?: number;
}

/** What is known once the database has answered. */
export interface Loaded {
  readonly tenant: Tenant;
  readonly sealer: Sealer;
  readonly integrations: IntegrationDirectory;
}

export interface Installation {
  readonly database: Database;
  /** Undefined until the database has answered once. */
  loaded(): Loaded | undefined;
  /** Resolves when the database answers with the present schema, however long that takes. */
  untilLoaded(signal?: AbortSignal): Promise<Loaded>;
  /** Rejects with the reason while the installation cannot work. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const defaultRetryMs = 1_000;

/** A server process's ground: the database, its secrets and its connected accounts. A database that is away is waited for. */
export function openInstallation(options: InstallationOptions): Installation {
  const database = openDatabase({
    url: options.databaseUrl,
    maxConnections: options.maxConnections,
    applicationName: options.applicationName,
    log: options.log,
    ...(options.statementTimeoutMs === undefined ? {} : { statementTimeoutMs: options.statementTimeoutMs }),
  });
  let loaded: Loaded | undefined;
  let reason: unknown;
  const load = async (): Promise<Loaded> => {
    const pending = await pendingMigrations(database.pool);
    if (pending.length > 0) throw outdated(pending);
    const sealer = await openSealer({ key: options.encryptionKey, dataDirectory: options.dataDirectory });
    await verifySealer(database, sealer);
    const tenant = await ensureDefaultProject(database);
    const integrations = createIntegrationDirectory({
      database,
      sealer,
      fromEnvironment: Object.entries(options.platforms).map(([platform, settings]) => ({
        platform,
        ...tenant,
        projectSlug: defaultSlug,
        settings,
      })),
      now: Date.now,
    });
    await integrations.refresh();
    return { tenant, sealer, integrations };
  };
  return {
    database,
    loaded: () => loaded,
    untilLoaded: async (signal) => {
      for (let tries = 0; !loaded; tries += 1) {
        signal?.throwIfAborted();
        try {
          loaded = await load();
        } catch (error) {
          reason = toDatabaseError(error);
          if (tries % 30 === 0) options.log.warn({ err: reason }, 'waiting for the database');
          await new Promise((done) => setTimeout(done, options.retryMs ?? defaultRetryMs));
        }
      }
      return loaded;
    },
    check: async () => {
      if (!loaded) throw reason instanceof Error ? reason : starting();
      await database.pool.query('select 1').catch((error: unknown) => {
        throw toDatabaseError(error);
      });
    },
    close: () => database.close(),
  };
}

const outdated = (pending: readonly string[]) =>
  new AmasError('prisma.schema_outdated', 'migrations are missing', {
    retry: 'backoff',
    details: { pending },
    publicMessage: `The database lacks ${pending.length} migration(s). Run: npx amas migrate`,
  });

const starting = () =>
  new AmasError('prisma.starting', 'the database has not answered yet', {
    retry: 'backoff',
    publicMessage: 'AMAS is starting; the database has not answered yet.',
  });
