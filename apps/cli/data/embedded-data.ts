import { resolve } from 'node:path';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { untilAlone } from '#prisma/connections.ts';
import { findEmbeddedPostgres, hasEmbeddedPostgres, startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { NotFinished, WrongUse } from '../errors.ts';
import { lockDataDirectory } from '../server/instance-lock.ts';

export interface EmbeddedData {
  readonly url: string;
  /** Stops the server when it was started for this command. */
  close(): Promise<void>;
}

export interface EmbeddedHost {
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const retryMs = 100;
const maxTries = 100;
/** Other commands that joined the server we started are let finish. */
const othersPatienceMs = 5_000;

/** The embedded database of a data folder: the one that runs there, else started for this command. Never made anew. */
export async function openEmbeddedData(dataDirectory: string, host: EmbeddedHost): Promise<EmbeddedData> {
  const directory = resolve(dataDirectory);
  if (!hasEmbeddedPostgres(directory)) throw nothingYet(directory);
  for (let tries = 1; ; tries += 1) {
    const running = await findEmbeddedPostgres(directory);
    if (running) return { url: running.url, close: async () => {} };
    try {
      return await startForCommand(directory, host.log);
    } catch (error) {
      // Whoever holds the folder is starting or stopping the server right now.
      if (!(error instanceof WrongUse) || tries === maxTries) throw error;
      await host.clock.sleep(retryMs, host.signal);
    }
  }
}

async function startForCommand(directory: string, log: Logger): Promise<EmbeddedData> {
  const unlock = await lockDataDirectory(directory);
  try {
    const server = await startEmbeddedPostgres({ dataDirectory: directory, log });
    return {
      url: server.url,
      close: async () => {
        // A server that died meanwhile has nobody to wait for.
        await untilAlone(server.url, othersPatienceMs).catch(() => undefined);
        await server.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

const nothingYet = (directory: string) =>
  new NotFinished(
    `There is no AMAS data in ${directory} yet. Run "npm start" or "npm run demo" first, or name a database with ` +
      'DATABASE_URL or a folder with --data-dir.',
  );
