import type { Logger } from '#monitoring/logger.ts';
import { redisPrefix } from './backend.ts';

/** What the models of several processes agree through: a connection that asks, and one that listens. */
export async function openSharedConnections(url: string, log: Logger) {
  // Loaded where Redis is used only: it costs every process ten megabytes.
  const { Redis } = await import('ioredis');
  // Without Redis a call goes on at once with what its own process knows.
  const options = { maxRetriesPerRequest: 0, enableOfflineQueue: false, connectTimeout: 2_000 } as const;
  const commands = new Redis(url, { ...options, commandTimeout: 1_000 });
  const subscriber = new Redis(url, { ...options, enableOfflineQueue: true, maxRetriesPerRequest: null });
  for (const each of [commands, subscriber]) {
    each.on('error', (error: unknown) => log.debug({ err: error }, 'connection to the shared state lost'));
  }
  return {
    commands,
    subscriber,
    prefix: redisPrefix,
    close(): void {
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}
