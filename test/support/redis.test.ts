import { Redis as Client } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { describeWithRedis, startRedis, type Redis } from './redis.ts';

describeWithRedis('a Redis of a test', () => {
  let redis: Redis;
  let client: Client;

  beforeAll(async () => {
    redis = (await startRedis())!;
    client = new Client(redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => {});
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });

  it('answers at its url, and only on loopback', async () => {
    await client.set('key', 'value');
    expect(await client.get('key')).toBe('value');
    expect(await client.config('GET', 'bind')).toEqual(['bind', '127.0.0.1']);
  });

  it('comes back empty on the same port after a crash, and clients find it again', async () => {
    await client.set('key', 'value');
    await redis.kill();
    await eventually('the lost connection', () => client.status !== 'ready');
    await redis.restart();
    expect(await client.get('key')).toBeNull();
  });

  it('runs beside another of its kind', async () => {
    const other = (await startRedis())!;
    expect(other.port).not.toBe(redis.port);
    await other.stop();
    expect(await client.ping()).toBe('PONG');
  });
});
