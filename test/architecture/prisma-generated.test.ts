import { execFileSync } from 'node:child_process';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

it('the committed Prisma client is what `npm run generate` writes from the schema', async () => {
  const directory = await tempDirectory('prisma');
  const schema = join(directory.path, 'schema.prisma');
  await copyFile(join(root, 'prisma/schema.prisma'), schema);
  execFileSync(process.execPath, [join(root, 'prisma/generate.ts'), schema], { stdio: 'pipe' });
  expect(await contents(join(directory.path, 'generated'))).toEqual(
    await contents(join(root, 'prisma/generated')),
  );
  await directory.remove();
});

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return Object.fromEntries(files.map((file, index) => [file.slice(folder.length), texts[index] ?? '']));
}
