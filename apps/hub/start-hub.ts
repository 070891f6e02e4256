import { manifests } from '#bots/manifests.ts';
import { receivers } from '#bots/receivers.ts';
import { setups } from '#bots/setups.ts';
import { createJobs, type Jobs } from '#jobs/queue.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import { tellParent } from '#monitoring/server-process.ts';
import { toDatabaseError } from '#prisma/database-errors.ts';
import { openInstallation, type Installation, type Loaded } from '#prisma/installation.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { HubConfig } from './config.ts';
import { findIntegrations, integrationsRefreshMs, notLoaded } from './find-integrations.ts';
import { createIngestObserver } from './ingest/ingest-observer.ts';
import { createMicroBatch } from './ingest/micro-batch.ts';
import { createHub } from './server.ts';
import { createStoreBatch } from './store-batch.ts';
import { createTotalsReader } from './totals.ts';

/** Two writers, the status pages, and room for the queue's own. */
const maxConnections = 8;
/** Below the patience of every sender but Slack, whose batches are told by the deadline of the row. */
const statementTimeoutMs = 5_000;

/** Starts the hub of this process; listens at once, also while the database is away. Returns how to stop. */
export async function startHub(config: HubConfig, log: Logger): Promise<() => Promise<void>> {
  if (config.databaseUrl === undefined) throw noDatabase();
  const { databaseUrl, redisUrl } = config;
  const installation = openInstallation({
    ...config,
    databaseUrl,
    applicationName: 'amas-hub',
    maxConnections,
    statementTimeoutMs,
    log,
  });
  const { database } = installation;
  const backend =
    redisUrl === undefined
      ? ({ kind: 'postgres', pool: database.pool } as const)
      : ({ kind: 'redis', url: redisUrl } as const);
  const jobs = createJobs({ database, backend, log });
  const metrics = createMetrics();
  const readTotals = createTotalsReader(metrics, database);
  metrics.collectQueues(async () => {
    await readTotals();
    return await jobs.readings();
  });
  const ingest = createMicroBatch({
    write: createStoreBatch(database, jobs, log),
    clock: systemClock,
    observer: createIngestObserver(metrics, log),
  });
  const hub = createHub({
    receivers,
    integrations: (platform, project) => findIntegrations(installation, platform, project),
    ingest,
    readiness: { database: () => installation.check(), queue: () => probeQueue(jobs) },
    metrics,
    log,
    clock: systemClock,
    version: packageJson.version,
    publicUrl: config.publicUrl,
    gatewayUrl: config.gatewayUrl,
    setup: { setups, manifests, store: database.store, loaded: () => loadedOf(installation) },
  });
  const { url } = await hub.listen(config.port, config.host);
  tellParent({ kind: 'listening', url });
  log.info({ url }, 'hub listens');
  const loading = keepLoaded(installation, log, () => {
    tellParent({ kind: 'ready', url });
    log.info({ url }, 'hub is ready');
  });
  return async () => {
    loading.stop();
    await hub.close();
    await ingest.close();
    await jobs.close();
    metrics.close();
    await installation.close();
  };
}

function loadedOf(installation: Installation): Loaded {
  const loaded = installation.loaded();
  if (!loaded) throw notLoaded();
  return loaded;
}

/** Tables that are missing are told as what they are, not as a bug. */
async function probeQueue(jobs: Jobs): Promise<void> {
  await jobs.probe().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
}

/** Waits for the database, then reads the connected accounts again and again: they may change while we run. */
function keepLoaded(installation: Installation, log: Logger, onReady: () => void): { stop: () => void } {
  const stopping = new AbortController();
  void installation.untilLoaded(stopping.signal).then(onReady, () => undefined);
  const refresh = async () => {
    await installation.loaded()?.integrations.refresh();
  };
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => log.debug({ err: error }, 'integrations not read again'));
  }, integrationsRefreshMs);
  return {
    stop: () => {
      stopping.abort(new Error('stopping'));
      clearInterval(timer);
    },
  };
}

const noDatabase = () =>
  new AmasError('apps.no_database', 'DATABASE_URL is not set', {
    publicMessage: 'The hub alone needs DATABASE_URL. `npm start` brings a database of its own.',
  });
