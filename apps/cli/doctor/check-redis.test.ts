import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { checkRedis } from './check-redis.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers every command of RESP with the same INFO: what a real one of another version would say. */
async function startServer(info: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const commands = bytes.toString().match(/\*\d+\r\n/g) ?? [];
      for (const _command of commands) socket.write(`$${info.length}\r\n${info}\r\n`);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([
  ['7.0.15', 'noeviction', '1', ['ok', 'ok', 'ok']],
  ['6.0.16', 'noeviction', '0', ['warn', 'ok', 'warn']],
  ['4.0.9', 'allkeys-lru', '1', ['fail', 'fail', 'ok']],
])('Redis %s with %s and aof %s', async (version, policy, aof, expected) => {
  const info = `redis_version:${version}\r\nmaxmemory_policy:${policy}\r\naof_enabled:${aof}\r\nloading:0\r\n`;
  const checks = await checkRedis(await startServer(info));
  expect(checks.map(({ status }) => status)).toEqual(expected);
});
