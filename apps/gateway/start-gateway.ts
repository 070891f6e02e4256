import { configureModels } from '#apps/models/open-models.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import type { ModelReading } from '#monitoring/model-metrics.ts';
import { tellParent } from '#monitoring/server-process.ts';
import { openInstallation, type Installation } from '#prisma/installation.ts';
import { takeRequests } from '#prisma/repositories/api-key-minutes.ts';
import { findApiKey, markApiKeysUsed } from '#prisma/repositories/api-keys.ts';
import { recordCompletions } from '#prisma/repositories/completions.ts';
import { toDatabaseError } from '#prisma/database-errors.ts';
import type { RoutedModel, Router } from '#providers/router/router.ts';
import { createAuthenticator, type Authenticator } from './authenticate.ts';
import type { GatewayConfig } from './config.ts';
import { createRecordBatch } from './record-batch.ts';
import { createRequestRate } from './request-rate.ts';
import { createGateway } from './server.ts';

const maxConnections = 4;
const statementTimeoutMs = 5_000;
const usedEveryMs = 30_000;

/** Starts the gateway of this process; listens at once, also while the database is away. Returns how to stop. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<() => Promise<void>> {
  if (config.databaseUrl === undefined) throw noDatabase();
  // Before anything is waited for: wrong settings of a provider end the start, with their reason.
  const configured = await configureModels(config, log);
  const installation = openInstallation({
    ...config,
    databaseUrl: config.databaseUrl,
    platforms: {},
    applicationName: 'amas-gateway',
    maxConnections,
    statementTimeoutMs,
    log,
  });
  const { database } = installation;
  const records = createRecordBatch((rows) => recordCompletions(database, rows), log);
  const models = configured.open({
    database,
    keep: (row) => records.add(row),
    traces: config.traces,
    service: 'amas-gateway',
  });
  const find = (key: string) => findApiKey(database, key).catch(throwDatabaseError);
  const rate = createRequestRate(
    async (keyId, asked) => await takeRequests(database.pool, keyId, asked).catch(throwDatabaseError),
    systemClock,
  );
  const authenticator = createAuthenticator({ clock: systemClock, find, rate });
  const metrics = createMetrics();
  metrics.collectModels(() => models.router.models().map(toReading));
  const gateway = createGateway({
    router: models.router,
    authenticator,
    clock: systemClock,
    maxCostUsd: config.taskCostUsd,
    ready: () => ready(installation, models.router),
    metrics,
    log,
  });
  const { url } = await gateway.listen({ port: config.gatewayPort, host: config.host });
  log.info({ url, candidates: configured.candidates }, 'gateway listens');
  const stopping = new AbortController();
  void tellWhenReady(installation, stopping.signal, () => log.info({ url }, 'gateway is ready'));
  const marking = markUsed(installation, authenticator, log);
  return async () => {
    stopping.abort(new Error('stopping'));
    await gateway.close();
    await marking.stop();
    await models.close();
    await records.close();
    metrics.close();
    await installation.close();
  };
}

const toReading = ({ provider, model, key = '', outOfUse, breaker }: RoutedModel): ModelReading => ({
  provider,
  model,
  key,
  state: outOfUse === undefined ? breaker : 'open',
});

async function tellWhenReady(
  installation: Installation,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  try {
    await installation.untilLoaded(signal);
  } catch {
    return;
  }
  tellParent({ kind: 'ready' });
  onReady();
}

async function ready(installation: Installation, router: Pick<Router, 'models'>): Promise<void> {
  await installation.check();
  if (router.models().length === 0)
    throw new AmasError('apps.no_provider', 'no provider is configured', {
      publicMessage:
        'No model provider is configured: set a key such as OPENAI_API_KEY and start again, or write it into the file that AMAS_ENV_FILE names.',
    });
}

/** Tells the database now and then which keys are in use. */
function markUsed({ database }: Installation, authenticator: Authenticator, log: Logger) {
  const mark = async () => {
    const ids = authenticator.takeUsed();
    if (ids.length === 0) return;
    await markApiKeysUsed(database.store, ids).catch((error: unknown) =>
      log.debug({ err: error }, 'use of keys not noted'),
    );
  };
  const timer = setInterval(() => void mark(), usedEveryMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await mark();
    },
  };
}

function throwDatabaseError(error: unknown): never {
  throw toDatabaseError(error);
}

const noDatabase = () =>
  new AmasError('apps.no_database', 'DATABASE_URL is not set', {
    publicMessage: 'The gateway alone needs DATABASE_URL. `npm start` brings a database of its own.',
  });
