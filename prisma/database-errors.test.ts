import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { expect, it } from 'vitest';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { isPassing } from './database-errors.ts';
import { PrismaClient } from './generated/client.ts';

/** A server that refuses every connection with one SQLSTATE (PostgreSQL manual, "Message Formats": ErrorResponse). */
async function startRefusing(code: string, message: string) {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(4 + fields.length, 1);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([head, fields])));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

it.each([
  ['57P03', 'the database system is starting up', true],
  ['53300', 'sorry, too many clients already', true],
  ['28P01', 'password authentication failed', false],
])('what Prisma makes of %s (%s) passes by itself: %s', async (code, message, passes) => {
  const { server, port } = await startRefusing(code, message);
  const pool = new Pool({ connectionString: `postgresql://amas:x@127.0.0.1:${port}/amas` });
  const store = new PrismaClient({ adapter: new PrismaPg(pool) });
  const error: unknown = await store.organization.findFirst().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(isPassing(error)).toBe(passes);
  await store.$disconnect();
  await pool.end();
  server.close();
});
