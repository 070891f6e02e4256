import { Redis } from 'ioredis';

/** What a Redis says of itself, as far as a queue cares. */
export interface RedisFacts {
  readonly version: string;
  /** Anything but `noeviction` may drop jobs when memory is short (BullMQ's documentation, "Going to production"). */
  readonly maxmemoryPolicy: string;
  readonly isAppendOnly: boolean;
}

/** Asks with INFO alone: managed servers often forbid CONFIG. Rejects when Redis does not answer within two seconds. */
export async function readRedisFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info();
    const valueOf = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
    return {
      version: valueOf('redis_version'),
      maxmemoryPolicy: valueOf('maxmemory_policy'),
      isAppendOnly: valueOf('aof_enabled') === '1',
    };
  } finally {
    redis.disconnect();
  }
}
