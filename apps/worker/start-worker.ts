import { manifests as agentManifests } from '#agents/manifests.ts';
import { agents } from '#agents/registry.ts';
import { createWordKeeper } from '#apps/models/keep-words.ts';
import type { ConfiguredModels } from '#apps/models/open-models.ts';
import { manifests as botManifests } from '#bots/manifests.ts';
import { bots } from '#bots/registry.ts';
import type { QueueBackend } from '#jobs/backend.ts';
import { guardClock } from '#jobs/clock-guard.ts';
import { createHandlers } from '#jobs/handlers.ts';
import { createConnections, type JobHost } from '#jobs/host.ts';
import { createJobs } from '#jobs/queue.ts';
import { startReconciler } from '#jobs/reconcile/reconcile.ts';
import { startSweep } from '#jobs/sweep/sweep.ts';
import { startWorkers } from '#jobs/worker.ts';
import { systemClock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { rotatingSecret, secretNames } from '#monitoring/settings.ts';
import { tellParent } from '#monitoring/server-process.ts';
import { openInstallation } from '#prisma/installation.ts';
import { keepContent, recordCompletion } from '#prisma/repositories/completions.ts';
import { manifests as providerManifests } from '#providers/manifests.ts';
import type { WorkerConfig } from './config.ts';

/** The queue's listeners, every job at work with a lock beside its statements, and the sweep. */
const spareConnections = 8;
const stepConcurrency = 8;
/** Below the 30 s that most supervisors give between SIGTERM and SIGKILL. */
const drainMs = 25_000;
const taskTimeoutMs = 15 * 60_000;
const maxSteps = 8;

/** Starts the worker of this process, once the database and the queue answer. Returns how to stop. */
export async function startWorker(config: WorkerConfig, log: Logger): Promise<() => Promise<void>> {
  if (config.databaseUrl === undefined) throw noDatabase();
  const { databaseUrl, redisUrl } = config;
  // Before anything is waited for: wrong settings of a provider end the start, with their reason.
  const configured = await configuredModels(config, log);
  const installation = openInstallation({
    ...config,
    databaseUrl,
    applicationName: 'amas-worker',
    // An answer that got lost on the way must not hold a job, or the queue's own loop, for ever.
    statementTimeoutMs: Math.max(5_000, config.timings.lockMs),
    maxConnections: spareConnections + 2 * (stepConcurrency + config.workerConcurrency),
    log,
  });
  const { database } = installation;
  const models = configured && openModels(config, configured, { database, log });
  const backend: QueueBackend =
    redisUrl === undefined ? { kind: 'postgres', pool: database.pool } : { kind: 'redis', url: redisUrl };
  const jobs = createJobs({ database, backend, log });
  const stopping = new AbortController();
  const work = async () => {
    const { integrations } = await installation.untilLoaded(stopping.signal);
    await untilReady(models, stopping.signal);
    const host: JobHost = {
      database,
      jobs,
      log,
      clock: systemClock,
      bots,
      agents,
      agentManifests,
      integrations,
      connections: createConnections(),
      // Undefined without a key, so that answers can say that no model was asked.
      get bindModel() {
        return models?.bindModel();
      },
      limits: { maxSteps, maxCostUsd: config.taskCostUsd, timeoutMs: taskTimeoutMs },
      mayApproveOwn: config.mayApproveOwn,
      leaseMs: config.timings.lockMs,
    };
    return await startJobs({ host, backend, config, signal: stopping.signal });
  };
  const running = work();
  running.catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, 'worker did not start');
  });
  return async () => {
    stopping.abort(new Error('stopping'));
    const stop = await running.catch(() => undefined);
    await stop?.();
    await models?.close();
    await jobs.close();
    await installation.close();
  };
}

/** Undefined when no provider can be asked, and none can be later: then what models need is not even loaded. */
async function configuredModels(config: WorkerConfig, log: Logger): Promise<ConfiguredModels | undefined> {
  const mayComeLater = config.source.envFile !== undefined;
  if (Object.keys(config.providers).length === 0 && !mayComeLater) return undefined;
  const { configureModels } = await import('#apps/models/open-models.ts');
  const configured = await configureModels(config, log);
  return configured.candidates > 0 || mayComeLater ? configured : undefined;
}

const retryMs = 500;

async function untilReady(models: WorkerModels | undefined, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await models?.ready();
    } catch {
      await systemClock.sleep(retryMs, signal);
    }
  }
}

interface WorkerModels {
  /** Undefined while no model may be asked: keys come and go while the worker runs. */
  bindModel(): JobHost['bindModel'];
  ready(): Promise<void>;
  close(): Promise<void>;
}

function openModels(
  config: WorkerConfig,
  configured: ConfiguredModels,
  { database, log }: Pick<JobHost, 'database' | 'log'>,
): WorkerModels {
  let secrets = secretsOf(config);
  const words = createWordKeeper({
    database,
    secrets: () => secrets,
    log,
    write: (id, content) => keepContent(database.store, id, content),
  });
  const models = configured.open({
    database,
    keep: async (row, record) => words.wrote(record, await recordCompletion(database.store, row)),
    traces: config.traces,
    service: 'amas-worker',
    // Keys that were in use may still stand in words that are kept.
    onSettings: ({ providers }) => {
      secrets = [...new Set([...secrets, ...secretsOf({ ...config, providers })])];
    },
  });
  const bind: JobHost['bindModel'] = (binding) =>
    words.watch(models.router.bind(binding), binding.organizationId);
  return {
    bindModel: () => (models.router.models().length > 0 ? bind : undefined),
    ready: () => models.ready(),
    close: () => models.close(),
  };
}

/** What must not be in a record, whatever a model or a person wrote: all that the environment keeps secret. */
function secretsOf({ providers, platforms }: Pick<WorkerConfig, 'providers' | 'platforms'>): string[] {
  const names = new Set(secretNames([...Object.values(botManifests), ...Object.values(providerManifests)]));
  return [...Object.values(providers), ...Object.values(platforms)].flatMap((settings) =>
    Object.entries(settings).flatMap(([name, value]) => (names.has(name) ? rotatingSecret(value) : [])),
  );
}

interface Start {
  readonly host: JobHost;
  readonly backend: QueueBackend;
  readonly config: WorkerConfig;
  readonly signal: AbortSignal;
}

async function startJobs({ host, backend, config, signal }: Start): Promise<() => Promise<void>> {
  const { log } = host;
  const workers = await startWorkers(
    {
      backend,
      handlers: createHandlers(host),
      concurrency: { steps: stepConcurrency, runs: config.workerConcurrency },
      log,
      timings: config.timings,
    },
    signal,
  );
  const guard = guardClock({ pool: host.database.pool, workers, log });
  // A database that is away this very moment is met by the next check.
  await guard.check().catch((error: unknown) => log.debug({ err: error }, 'clock not compared yet'));
  const sweep = startSweep(host, config.sweep);
  const reconciler = startReconciler(host);
  tellParent({ kind: 'ready' });
  log.info({ hasModel: host.bindModel !== undefined }, 'worker is ready');
  return async () => {
    guard.stop();
    await reconciler.stop();
    await sweep.stop();
    await workers.close(drainMs);
  };
}

const noDatabase = () =>
  new AmasError('apps.no_database', 'DATABASE_URL is not set', {
    publicMessage: 'The worker alone needs DATABASE_URL. `npm start` brings a database of its own.',
  });
