import { resolve } from 'node:path';
import { Client } from 'pg';
import { migrateQueue } from '#jobs/migrate-queue.ts';
import { withEnvFile } from '#monitoring/env-file.ts';
import { cannotListen } from '#monitoring/http/listen.ts';
import { keepRunning, type KeptProcess } from '#monitoring/keep-running.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { ChildMessage } from '#monitoring/server-process.ts';
import { readServerConfig, type Env, type ServerConfig } from '#monitoring/server-config.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate, pendingMigrations } from '#prisma/migrate.ts';
import { NotFinished } from '../errors.ts';
import { forkServer, type ServerName } from './child-process.ts';
import { freePort } from './free-port.ts';
import { lockDataDirectory } from './instance-lock.ts';

/** Longer than the worker's own drain of 25 s. */
const stopPatienceMs = 30_000;
/** Most starts are over by then. */
const slowStartMs = 5_000;
const databaseWatchMs = 1_000;

export interface ServersOptions {
  /** Without what the file adds that `AMAS_ENV_FILE` names: it is read here, and by each server again. */
  readonly environment: Env;
  readonly only: readonly ServerName[];
  readonly log: Logger;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** File descriptor that hub and worker write their logs to; standard error when absent. */
  readonly output?: number;
  /** Aborting ends a start under way: what was started is stopped, and the start rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Servers {
  readonly config: ServerConfig;
  readonly databaseUrl: string;
  /** Undefined without a hub. */
  readonly hubUrl: string | undefined;
  /** Drains and stops everything that was started, the database last. */
  stop(): Promise<void>;
}

/** Brings up the database where none is given, then hub and worker, and waits until they accept work. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const config = readServerConfig(withEnvFile(options.environment));
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await ownDatabase(config, options, undo));
    if (config.databaseUrl !== undefined) await warnOfMigrations(config.databaseUrl, options.say);
    options.signal?.throwIfAborted();
    const hubUrl = await startChildren(options, { config, databaseUrl, undo });
    return { config, databaseUrl, hubUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ownDatabase(
  config: ServerConfig,
  options: ServersOptions,
  undo: (() => Promise<void>)[],
): Promise<string> {
  undo.push(await lockDataDirectory(resolve(config.dataDirectory)));
  let server: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    log: options.log,
  });
  let restart: Promise<void> | undefined;
  const startAgain = async () => {
    options.log.error({ port: server.port }, 'the embedded database ended, it is started again');
    try {
      server = await startEmbeddedPostgres({
        dataDirectory: config.dataDirectory,
        log: options.log,
        port: server.port,
      });
    } catch (error) {
      options.log.error({ err: error }, 'the embedded database did not start');
    }
    restart = undefined;
  };
  const watch = setInterval(() => {
    if (!server.isAlive()) restart ??= startAgain();
  }, databaseWatchMs);
  undo.push(async () => {
    clearInterval(watch);
    await restart;
    await server.stop();
  });
  const applied = await migrate({ url: server.url, afterwards: migrateQueue });
  if (applied.length > 0) options.log.info({ applied }, 'database prepared');
  return server.url;
}

/** A server of one's own is migrated on purpose only. When it does not answer, hub and worker wait for it. */
async function warnOfMigrations(url: string, say: (line: string) => void): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const pending = await pendingMigrations(client);
    if (pending.length > 0) say(`The database lacks ${pending.length} migration(s). Run: npx amas migrate`);
  } catch (error) {
    say(
      `The database does not answer yet (${error instanceof Error ? error.message : 'unknown'}); waiting for it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Ground {
  readonly config: ServerConfig;
  readonly databaseUrl: string;
  readonly undo: (() => Promise<void>)[];
}

async function startChildren(options: ServersOptions, ground: Ground): Promise<string | undefined> {
  const environment = {
    ...options.environment,
    DATABASE_URL: ground.databaseUrl,
    AMAS_DATA_DIR: resolve(ground.config.dataDirectory),
    ...(await gatewayAddress(options.only, ground.config)),
  };
  const children: KeptProcess[] = [];
  // The hub first: no new work comes in while the worker drains.
  ground.undo.push(async () => {
    for (const child of children) await child.stop(stopPatienceMs);
  });
  const ready = options.only.map(
    (name) =>
      new Promise<string | undefined>((done, fail) => {
        const onMessage = (message: ChildMessage) => {
          if (message.kind === 'ready') done(message.url);
          if (message.kind === 'failed')
            fail(new NotFinished(`The ${name} did not start: ${message.message}`));
        };
        const { log, output } = options;
        const fork = () => forkServer(name, environment, output);
        children.push(keepRunning({ name, fork, log, onMessage }));
      }),
  );
  const waiting = setTimeout(
    () => options.say('Not ready yet: the log says what is waited for. What to do about it: npx amas doctor'),
    slowStartMs,
  );
  const urls = await Promise.race([Promise.all(ready), whenAborted(options.signal)]).finally(() =>
    clearTimeout(waiting),
  );
  return urls.find((url) => url !== undefined);
}

/** Hub and gateway start side by side: where they meet is settled before. */
async function gatewayAddress(
  only: readonly ServerName[],
  { gatewayPort, gatewayUrl, host, port: hubPort }: ServerConfig,
): Promise<Record<string, string>> {
  if (!only.includes('gateway')) return {};
  const noSuchHost = (cause: NodeJS.ErrnoException) => {
    throw cannotListen(cause, { host, port: hubPort, variable: 'PORT' });
  };
  const port = gatewayPort === 0 ? await freePort(host).catch(noSuchHost) : gatewayPort;
  const near =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return { GATEWAY_PORT: String(port), AMAS_GATEWAY_URL: gatewayUrl ?? `http://${near}:${port}` };
}

/** Servers wait for their database however long that takes: only the person who started them knows when to stop. */
function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, fail) => {
    signal?.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
  });
}
