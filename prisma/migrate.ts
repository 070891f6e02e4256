import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { withSchemaEngine } from './schema-engine.ts';

const migrationsDirectory = join(import.meta.dirname, 'migrations');
/** Arbitrary but fixed: every AMAS process that migrates takes this lock first. */
const migrationLockKey = 4_127_001;

export interface MigrateOptions {
  readonly url: string;
  /** Another folder of migrations, for tests of upgrades. */
  readonly directory?: string;
  /** Applied after the schema, under the same lock: the tables of the job queue. */
  readonly afterwards?: (client: Client) => Promise<void>;
}

/**
 * Applies what is not yet applied and returns the names. Any number of processes may call it at once: a session
 * advisory lock lets one through, the others find nothing left to do.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLockKey]);
    const applied = await applyPending(client, options);
    await options.afterwards?.(client);
    return applied;
  } finally {
    await client.end();
  }
}

/** The engine costs half a second to load, so it is asked only when the ledger shows that something is missing. */
async function applyPending(client: Client, options: MigrateOptions): Promise<string[]> {
  const directory = options.directory ?? migrationsDirectory;
  const migrationsList = await readMigrations(directory);
  const done = await appliedNames(client);
  if (migrationsList.migrationDirectories.every((migration) => done.has(migration.path))) return [];
  const { appliedMigrationNames } = await withSchemaEngine(options.url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
  );
  return appliedMigrationNames;
}

/** Names of migrations that are not applied yet; the database is ready when there are none. */
export async function pendingMigrations(
  client: Pick<Client, 'query'>,
  directory = migrationsDirectory,
): Promise<string[]> {
  const { migrationDirectories } = await readMigrations(directory);
  const done = await appliedNames(client);
  return migrationDirectories.map((migration) => migration.path).filter((name) => !done.has(name));
}

async function appliedNames(client: Pick<Client, 'query'>): Promise<Set<string>> {
  const ledger = await client.query<{ found: string | null }>(
    `select to_regclass('_prisma_migrations')::text as found`,
  );
  if (ledger.rows[0]?.found == null) return new Set();
  const { rows } = await client.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return new Set(rows.map((row) => row.migration_name));
}

/** The folder of migrations in the form the engine reads. */
export async function readMigrations(directory: string) {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(join(directory, path, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
