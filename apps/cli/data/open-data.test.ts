import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

let directory: TempDirectory;
let data: string;

beforeAll(async () => {
  directory = await tempDirectory('cli-data');
  data = join(directory.path, 'data');
  const server = await startEmbeddedPostgres({ dataDirectory: data, log: silentLogger() });
  await server.stop();
});

afterAll(async () => {
  await (await findEmbeddedPostgres(data))?.stop();
  await directory.remove();
});

describe('the embedded database', () => {
  it('is started for the command when it does not run, and stopped afterwards', async () => {
    expect(await runAmas(['migrate', '--json'], { AMAS_DATA_DIR: data })).toMatchObject({ code: 0 });
    expect(await findEmbeddedPostgres(data)).toBeUndefined();
    expect(existsSync(join(data, 'amas.pid'))).toBe(false);
  });

  it('is joined when it runs, and goes on', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory: data, log: silentLogger() });
    expect(await runAmas(['migrate'], { AMAS_DATA_DIR: data })).toMatchObject({ code: 0 });
    expect(server.isAlive()).toBe(true);
    await server.stop();
  });

  it('of --data-dir is used whatever the environment names', async () => {
    await runAmas(['migrate'], { AMAS_DATA_DIR: data });
    const run = await runAmas(['deliveries', '--json', '--data-dir', data], {
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
      AMAS_DATA_DIR: join(directory.path, 'other'),
    });
    expect(run.json()).toEqual({ items: [], next: null });
  });

  it('is never made by a command that only reads', async () => {
    const missing = join(directory.path, 'missing');
    const run = await runAmas(['deliveries'], { AMAS_DATA_DIR: missing });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('npm start');
    expect(run.err).toContain('npm run demo');
    expect(existsSync(missing)).toBe(false);
  });
});

describe('a database that cannot be used', () => {
  it('does not answer: the place is named, the password is not', async () => {
    const run = await runAmas(['tasks', '--json'], {
      DATABASE_URL: 'postgresql://amas:hunter2@127.0.0.1:1/amas',
    });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('The database at 127.0.0.1:1/amas does not answer');
    expect(run.err).not.toContain('hunter2');
  });

  it.each([
    ['does not exist', (url: URL) => (url.pathname = '/no_such_database')],
    ['refuses the password', (url: URL) => (url.password = 'wrong')],
  ])('%s: the refusal is told', async (_name, change) => {
    const url = new URL(inject('postgresUrl'));
    change(url);
    const run = await runAmas(['tasks'], { DATABASE_URL: url.href });
    expect(run.code).toBe(3);
    expect(run.err).toContain('refused the connection');
    expect(run.err).toContain('Check DATABASE_URL');
  });
});
