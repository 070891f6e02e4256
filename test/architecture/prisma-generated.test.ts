import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#test/support/repository.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

let copy: TempDirectory;
beforeAll(async () => {
  copy = await tempDirectory('prisma');
  await mkdir(join(copy.path, 'prisma'));
  await symlink(join(root, 'node_modules'), join(copy.path, 'node_modules'));
  for (const file of ['generate.ts', 'prisma.config.ts', 'schema.prisma']) {
    await cp(join(root, 'prisma', file), join(copy.path, 'prisma', file));
  }
});
afterAll(() => copy.remove());

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

test('the committed Prisma client is what `npm run generate` makes of the schema', async () => {
  execFileSync(process.execPath, [join(copy.path, 'prisma/generate.ts')], { stdio: 'pipe' });
  const fresh = await contents(join(copy.path, 'prisma/generated'));
  const committed = await contents(join(root, 'prisma/generated'));
  const stale = Object.keys({ ...fresh, ...committed }).filter((path) => fresh[path] !== committed[path]);
  expect(stale, 'run `npm run generate`').toEqual([]);
});
