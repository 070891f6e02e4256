import { silentLogger } from '#monitoring/logger.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import type { ServerConfig } from '#monitoring/server-config.ts';
import { openDatabase } from '#prisma/client.ts';
import { hasEmbeddedPostgres } from '#prisma/embedded/server.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { configOf, withDatabaseUrl } from '../data/open-data.ts';
import { setupLinks } from '../configuration/setup-link.ts';
import { fail, warn, type Check } from './check.ts';
import { checkDatabase, type DatabaseFindings } from './check-database.ts';
import { checkHub } from './check-hub.ts';
import { checkDataFolder, checkGit, checkNode } from './check-machine.ts';
import { checkRedis } from './check-redis.ts';
import { checkPlatforms, checkProviders } from './check-units.ts';

export interface DoctorOptions extends DataOptions {
  /** Whether vendors are asked whether their keys work. */
  readonly keys: boolean;
}

const statementTimeoutMs = 5_000;

/** Looks at everything that AMAS needs, and changes nothing. */
export async function diagnose(cli: Cli, options: DoctorOptions): Promise<Check[]> {
  const machine = [checkNode(process.versions.node), await checkGit(cli.signal)];
  let config: ServerConfig;
  try {
    config = configOf(cli, options);
  } catch (error) {
    const unusable = fail('configuration', publicMessageOf(error), 'See every value: amas config check');
    return [...machine, unusable];
  }
  const { environment } = cli.config;
  const { redisUrl, dataDirectory } = config;
  const [folder, database, redis, hub, keys] = await Promise.all([
    checkDataFolder(dataDirectory),
    findInDatabase(cli, options, config),
    redisUrl === undefined ? [] : checkRedis(redisUrl),
    checkHub(config, cli.signal),
    checkProviders(cli, options.keys),
  ]);
  return [
    ...machine,
    folder,
    ...database.checks,
    ...redis,
    hub,
    ...checkPlatforms(environment, database.integrations, await setupLinks(config).catch(() => ({}))),
    ...keys,
  ];
}

async function findInDatabase(
  cli: Cli,
  options: DataOptions,
  config: ServerConfig,
): Promise<DatabaseFindings> {
  if (config.databaseUrl === undefined && !hasEmbeddedPostgres(config.dataDirectory)) {
    const none = warn('database', 'There is no database yet', 'The first start makes one: npm start');
    return { checks: [none], integrations: [] };
  }
  try {
    return await withDatabaseUrl(cli, options, async (url) => {
      const database = openDatabase({
        url,
        maxConnections: 2,
        applicationName: 'amas-cli',
        statementTimeoutMs,
        log: silentLogger(),
      });
      try {
        return await checkDatabase(database, config);
      } finally {
        await database.close();
      }
    });
  } catch (error) {
    const trouble = fail('database', 'The database cannot be used', publicMessageOf(error));
    return { checks: [trouble], integrations: [] };
  }
}
