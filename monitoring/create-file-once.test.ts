import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { createFileOnce } from './create-file-once.ts';

it('lets one of many creators win, shows its whole content, and leaves no draft', async () => {
  const directory = await tempDirectory('once');
  const path = join(directory.path, 'key');
  const texts = Array.from({ length: 20 }, (_, index) => `content of ${index}`);
  const won = await Promise.all(texts.map((text) => createFileOnce(path, text)));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(texts[won.indexOf(true)]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(directory.path)).toEqual(['key']);
  await directory.remove();
});
