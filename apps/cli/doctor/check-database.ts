import { clockSkewMs, maxSkewMs } from '#jobs/clock-guard.ts';
import { probeBackend } from '#jobs/backend.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import type { ServerConfig } from '#monitoring/server-config.ts';
import type { Database } from '#prisma/client.ts';
import { countConnections, serverVersionNumber } from '#prisma/connections.ts';
import { pendingMigrations } from '#prisma/migrate.ts';
import { countFailures } from '#prisma/repositories/failures.ts';
import { readIntegrations, type Integration } from '#prisma/repositories/integrations.ts';
import { checkSealer, findSealer } from '#prisma/sealing-key.ts';
import { amount } from '#agents/orchestrator/report-words.ts';
import { duration } from '../output/times.ts';
import { checkConfigurations } from './check-configurations.ts';
import { checkGaps } from './check-gaps.ts';
import { fail, ok, warn, type Check } from './check.ts';

/** The oldest PostgreSQL that AMAS supports. */
const oldestMajor = 14;
const failuresWithinDays = 7;

export interface DatabaseFindings {
  readonly checks: readonly Check[];
  /** Accounts connected in the database. */
  readonly integrations: readonly Integration[];
}

/** Everything that can be learned from a database that answers. */
export async function checkDatabase(database: Database, config: ServerConfig): Promise<DatabaseFindings> {
  const { pool } = database;
  const checks = [await checkVersion(database), await checkClock(database)];
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) {
    const missing = fail(
      'migrations',
      `The database lacks ${amount(pending.length, 'migration')}`,
      'Run: amas migrate',
    );
    return { checks: [...checks, missing], integrations: [] };
  }
  const { check: encryption, integrations } = await checkEncryption(database, config);
  return {
    checks: [
      ...checks,
      ok('migrations', 'All migrations are applied'),
      await checkQueueTables(database),
      encryption,
      await checkWorker(database),
      ...(await checkConfigurations(database)),
      ...(await checkFailures(database)),
      ...(await checkGaps(database)),
    ],
    integrations,
  };
}

async function checkVersion({ url, pool }: Database): Promise<Check> {
  const number = await serverVersionNumber(pool);
  const major = Math.floor(number / 10_000);
  const message = `PostgreSQL ${major}.${number % 10_000} at ${new URL(url).host}`;
  if (major >= oldestMajor) return ok('database', message);
  return fail('database', message, `AMAS needs PostgreSQL ${oldestMajor} or newer.`);
}

async function checkClock({ pool }: Database): Promise<Check> {
  const skewMs = Math.round(await clockSkewMs(pool));
  const message = `The clock here differs from the database's by ${duration(Math.abs(skewMs))}`;
  if (Math.abs(skewMs) <= maxSkewMs) return ok('clock', message);
  return fail('clock', message, 'A worker takes no jobs like that: synchronise both clocks (NTP).');
}

async function checkQueueTables({ pool }: Database): Promise<Check> {
  try {
    await probeBackend({ kind: 'postgres', pool });
    return ok('queue-tables', 'The tables of the queue are there');
  } catch {
    return fail('queue-tables', 'The tables of the queue are missing', 'Run: amas migrate');
  }
}

async function checkEncryption(
  database: Database,
  { encryptionKey: key, dataDirectory }: ServerConfig,
): Promise<{ check: Check; integrations: readonly Integration[] }> {
  const origin = key === undefined ? `the data folder ${dataDirectory}` : 'AMAS_ENCRYPTION_KEY';
  try {
    const sealer = await findSealer({ key, dataDirectory });
    if (!sealer) {
      const remedy =
        'The first start makes one. Several machines over one database need AMAS_ENCRYPTION_KEY.';
      return { check: warn('encryption-key', 'There is no encryption key yet', remedy), integrations: [] };
    }
    const use = (await checkSealer(database, sealer)) === 'right' ? 'fits the database' : 'is not used yet';
    const integrations = await readIntegrations(database, sealer);
    return { check: ok('encryption-key', `The key of ${origin} ${use}`), integrations };
  } catch (error) {
    const message = `The key of ${origin} does not open what the database holds`;
    return { check: fail('encryption-key', message, publicMessageOf(error)), integrations: [] };
  }
}

async function checkWorker({ pool }: Database): Promise<Check> {
  const isConnected = (await countConnections(pool, 'amas-worker')) > 0;
  if (isConnected) return ok('worker', 'A worker is connected');
  return warn('worker', 'No worker is connected: what comes in waits', 'Start one: npm start');
}

async function checkFailures({ store }: Database): Promise<Check[]> {
  const since = new Date(Date.now() - failuresWithinDays * 24 * 3_600_000);
  const { deliveries, tasks, replies } = await countFailures(store, since);
  const counts = [
    {
      id: 'failed-deliveries',
      what: 'Deliveries that failed',
      count: deliveries.failed,
      remedy: 'See: amas deliveries --status failed. Try one again: amas replay <delivery>',
    },
    {
      id: 'unreadable-deliveries',
      what: 'Deliveries that could not be read',
      count: deliveries.quarantined,
      remedy: 'See: amas deliveries --status quarantined',
    },
    {
      id: 'failed-tasks',
      what: 'Tasks that failed',
      count: tasks,
      remedy: 'See: amas tasks --status failed, and the reason with amas show <task>',
    },
    {
      id: 'failed-replies',
      what: 'Replies that could not be posted',
      count: replies,
      remedy: 'See their tasks: amas tasks, and the reason with amas show <task>',
    },
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return [ok('failures', `Nothing failed in the last ${failuresWithinDays} days`)];
  return counts.map(({ id, what, count, remedy }) =>
    warn(id, `${what} in the last ${failuresWithinDays} days: ${count}`, remedy),
  );
}
