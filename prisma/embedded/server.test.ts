import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './server.ts';

const log = silentLogger();
let directory: TempDirectory;
const started: EmbeddedPostgres[] = [];

beforeEach(async () => {
  directory = await tempDirectory('embedded');
  // Where others may enter, the data lies in the folder itself, also for root.
  await chmod(directory.path, 0o755);
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await directory.remove();
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory: directory.path, log });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  // Of a server that is killed; the query fails too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a stop, and over a crash that leaves its pid file behind', async () => {
    const first = await start();
    await query(first.url, 'create table kept (n int)');
    await first.stop();
    const second = await start();
    await query(second.url, 'insert into kept values (1)');
    // A statement that computes does not notice that its server is gone, and PostgreSQL does not start beside it.
    const computing = query(second.url, 'select count(*) from generate_series(1, 5000000)').catch(() => []);
    await query(second.url, 'select pg_sleep(0.1)');
    process.kill(second.pid, 'SIGKILL');
    while (second.isAlive()) await new Promise((done) => setTimeout(done, 10));
    const third = await start();
    expect(await query(third.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await computing;
  });

  it('is joined, not started twice, by whoever comes later', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ pid: first.pid, url: first.url, started: false });
    expect(await findEmbeddedPostgres(directory.path)).toMatchObject({ pid: first.pid });
  });

  it('does not take another process for itself because a stale pid file names it', async () => {
    const first = await start();
    const pidFile = join(directory.path, 'postgres', 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    await first.stop();
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)));
    expect(await findEmbeddedPostgres(directory.path)).toBeUndefined();
    await rm(pidFile);
  });

  it('listens on loopback only, with a password of its own', async () => {
    const { url } = await start();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('makes anew what a crash left half-made', async () => {
    await mkdir(join(directory.path, 'postgres/base'), { recursive: true });
    await writeFile(join(directory.path, 'postgres-password'), 'of the half-made one');
    const server = await start();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says which file is missing when its password is gone', async () => {
    await (await start()).stop();
    await rm(join(directory.path, 'postgres-password'));
    await expect(start()).rejects.toMatchObject({
      code: 'prisma.embedded_password',
      publicMessage: expect.stringContaining('postgres-password'),
    });
  });
});
