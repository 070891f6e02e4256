import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from './temp-directory.ts';

test('each directory is new, and removing it takes its contents along, twice if need be', async () => {
  const [first, second] = [await tempDirectory(), await tempDirectory()];
  expect(first.path).not.toBe(second.path);
  await mkdir(join(first.path, 'deep'));
  await writeFile(join(first.path, 'deep', 'file'), 'text');
  await first.remove();
  await first.remove();
  expect([existsSync(first.path), existsSync(second.path)]).toEqual([false, true]);
  await second.remove();
});
