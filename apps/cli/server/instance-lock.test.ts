import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { lockDataDirectory } from './instance-lock.ts';

let folder: TempDirectory;

beforeEach(async () => {
  folder = await tempDirectory('lock');
});

afterEach(() => folder.remove());

it('a pid file of a process that is gone is taken over, and letting go leaves nothing', async () => {
  // Larger than any pid that Linux gives.
  await writeFile(join(folder.path, 'amas.pid'), '99999999');
  const unlock = await lockDataDirectory(folder.path);
  expect(await readdir(folder.path)).toEqual(['amas.pid']);
  await unlock();
  expect(await readdir(folder.path)).toEqual([]);
});

it('a folder that nothing can be written to is named, with what to do', async () => {
  // The permission bits of a folder bind ordinary users only; procfs refuses root as well.
  await expect(lockDataDirectory('/proc/self/task')).rejects.toMatchObject({
    publicMessage: expect.stringMatching(
      /^The data folder \/proc\/self\/task cannot be written to .* AMAS_DATA_DIR/,
    ),
  });
});

it('a folder that can never be made is named at once', async () => {
  // Its parent is there, and yet the answer to mkdir is that something above is missing.
  await expect(lockDataDirectory('/proc/no-such-process/data')).rejects.toMatchObject({
    publicMessage: expect.stringContaining('cannot be created'),
  });
});

it('a path below a file is named as well', async () => {
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  await expect(lockDataDirectory(join(file, 'data'))).rejects.toMatchObject({
    code: 'apps.wrong_use',
    publicMessage: expect.stringContaining('cannot be created'),
  });
});
