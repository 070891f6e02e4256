import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './server.ts';

let directory: TempDirectory;

beforeEach(async () => {
  directory = await tempDirectory('embedded');
  // As root the server runs as another user, who must be able to enter.
  await chmod(directory.path, 0o755);
});

afterEach(async () => {
  await (await findEmbeddedPostgres(directory.path))?.stop();
  await directory.remove();
});

const start = () => startEmbeddedPostgres({ dataDirectory: directory.path, log: silentLogger() });

it('a database that a crash left half-made is made anew', async () => {
  await mkdir(join(directory.path, 'postgres/base'), { recursive: true });
  await writeFile(join(directory.path, 'postgres-password'), 'of the half-made one');
  const server = await start();
  expect(server.started).toBe(true);
  expect(await findEmbeddedPostgres(directory.path)).toMatchObject({ url: server.url, started: false });
});

it('without its password nothing is started, and the folder to restore or remove is named', async () => {
  await (await start()).stop();
  await rm(join(directory.path, 'postgres-password'));
  const error = await start().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'prisma.embedded_password' });
  expect(error).toHaveProperty(
    'publicMessage',
    expect.stringContaining(`remove ${join(directory.path, 'postgres')} to start anew`),
  );
  const pid = join(directory.path, 'postgres/postmaster.pid');
  await expect(rm(pid)).rejects.toMatchObject({ code: 'ENOENT' });
});
