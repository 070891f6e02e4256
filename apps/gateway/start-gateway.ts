import { createWordKeeper } from '#apps/models/keep-words.ts';
import { configureModels, type ConfiguredModels } from '#apps/models/open-models.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import type { ModelReading } from '#monitoring/model-metrics.ts';
import { rotatingSecret, secretNames } from '#monitoring/settings.ts';
import { tellParent } from '#monitoring/server-process.ts';
import type { Database } from '#prisma/client.ts';
import { openInstallation, type Installation } from '#prisma/installation.ts';
import { takeRequests } from '#prisma/repositories/api-key-minutes.ts';
import { findApiKey, markApiKeysUsed } from '#prisma/repositories/api-keys.ts';
import { keepContent, recordCompletions } from '#prisma/repositories/completions.ts';
import { toDatabaseError } from '#prisma/database-errors.ts';
import type { RoutedModel, Router } from '#providers/router/router.ts';
import { manifests } from '#providers/manifests.ts';
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
  const { models, words, close: closeModels } = openModels(config, configured, { database, log });
  const authenticator = authenticatorOn(database, () => models.ready());
  const metrics = createMetrics();
  metrics.collectModels(() => models.router.models().map(toReading));
  const gateway = createGateway({
    router: models.router,
    words,
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
    await closeModels();
    metrics.close();
    await installation.close();
  };
}

/** No key is known before `ready`, and so no call begins. */
function authenticatorOn(database: Database, ready: () => Promise<void>): Authenticator {
  return createAuthenticator({
    clock: systemClock,
    find: (key) =>
      ready()
        .then(() => findApiKey(database, key))
        .catch(throwDatabaseError),
    rate: createRequestRate(
      async (keyId, asked) => await takeRequests(database.pool, keyId, asked).catch(throwDatabaseError),
      systemClock,
    ),
  });
}

/** The models, with the records and the words of their calls, which are written behind the answers. */
function openModels(
  config: GatewayConfig,
  configured: ConfiguredModels,
  { database, log }: { readonly database: Database; readonly log: Logger },
) {
  const records = createRecordBatch(
    {
      write: (rows) => recordCompletions(database, rows),
      writeWords: (id, content) => keepContent(database.store, id, content),
    },
    log,
  );
  let secrets = secretsOf(config.providers);
  const words = createWordKeeper({
    database,
    secrets: () => secrets,
    log,
    write: (id, content) => records.addWords(id, content),
    isBehind: true,
  });
  const models = configured.open({
    database,
    keep: (row, record) => words.wrote(record, records.add(row)),
    traces: config.traces,
    service: 'amas-gateway',
    // Keys that were in use may still stand in words that are kept.
    onSettings: ({ providers }) => {
      secrets = [...new Set([...secrets, ...secretsOf(providers)])];
    },
  });
  return {
    models,
    words,
    close: async (): Promise<void> => {
      await models.close();
      await words.close();
      await records.close();
    },
  };
}

/** What must not be in words that are kept, whoever wrote them. */
function secretsOf(providers: GatewayConfig['providers']): string[] {
  const names = new Set(secretNames(Object.values(manifests)));
  return Object.values(providers).flatMap((settings) =>
    Object.entries(settings).flatMap(([name, value]) => (names.has(name) ? rotatingSecret(value) : [])),
  );
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
    await markApiKeysUsed(database, ids).catch((error: unknown) =>
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
