import type { Jobs } from '#jobs/queue.ts';
import { createJobs } from '#jobs/queue.ts';
import { createLogger } from '#monitoring/logger.ts';
import { readServerConfig, type ServerConfig } from '#monitoring/server-config.ts';
import { openDatabase, type Database } from '#prisma/client.ts';
import { pendingMigrations } from '#prisma/migrate.ts';
import type { Cli } from '../command.ts';
import { NotFinished } from '../errors.ts';
import type { DataOptions } from './data-options.ts';
import { explainDatabaseTrouble } from './database-trouble.ts';
import { openEmbeddedData } from './embedded-data.ts';

/** The rows and the queue of this AMAS, opened for one command. */
export interface Data {
  readonly config: ServerConfig;
  readonly database: Database;
  readonly jobs: Jobs;
}

const maxConnections = 4;
const statementTimeoutMs = 30_000;

/** Opens the data for `work` and closes it again. Throws `NotFinished` when the database is away or outdated. */
export async function withData<Result>(
  cli: Cli,
  options: DataOptions,
  work: (data: Data) => Promise<Result>,
): Promise<Result> {
  return await withDatabaseUrl(cli, options, async (url, config) => {
    const log = loggerOf(cli);
    const database = openDatabase({
      url,
      maxConnections,
      applicationName: 'amas-cli',
      statementTimeoutMs,
      log,
    });
    const { redisUrl } = config;
    const jobs = createJobs({
      database,
      backend:
        redisUrl === undefined ? { kind: 'postgres', pool: database.pool } : { kind: 'redis', url: redisUrl },
      log,
    });
    try {
      await refuseOutdated(database);
      return await work({ config, database, jobs });
    } finally {
      await jobs.close();
      await database.close();
    }
  });
}

/** The database's address: `DATABASE_URL`, or the embedded one, which is started when it does not run and stopped again. */
export async function withDatabaseUrl<Result>(
  cli: Cli,
  options: DataOptions,
  work: (url: string, config: ServerConfig) => Promise<Result>,
): Promise<Result> {
  const config = configOf(cli, options);
  const { clock, signal } = cli;
  const embedded =
    config.databaseUrl === undefined
      ? await openEmbeddedData(config.dataDirectory, { clock, signal, log: loggerOf(cli) })
      : undefined;
  const url = embedded?.url ?? config.databaseUrl ?? '';
  try {
    return await work(url, config);
  } catch (error) {
    throw explainDatabaseTrouble(error, url);
  } finally {
    await embedded?.close();
  }
}

/** `--data-dir` names an embedded database, whatever the environment says. */
export function configOf(cli: Cli, { dataDir }: DataOptions): ServerConfig {
  const { environment } = cli.config;
  return readServerConfig(
    dataDir === undefined ? environment : { ...environment, DATABASE_URL: '', AMAS_DATA_DIR: dataDir },
  );
}

/** Quiet unless asked for: what the person must know is the command's own to say. */
const loggerOf = (cli: Cli) => createLogger({ level: cli.config.logLevel ?? 'silent', name: 'cli' });

async function refuseOutdated(database: Database): Promise<void> {
  const pending = await pendingMigrations(database.pool);
  if (pending.length === 0) return;
  throw new NotFinished(`The database lacks ${pending.length} migration(s). Run: amas migrate`);
}
