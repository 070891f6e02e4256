import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRepositoryFile, root } from '#test/support/repository.ts';
import { render } from './render.ts';

/** `npm run registries` rewrites the generated files; `-- --check` only says which are stale, and exits 1 if any is. */
const check = process.argv.includes('--check');
const files = await render();
const stale = [...files].filter(
  ([path, text]) => !existsSync(join(root, path)) || readRepositoryFile(path) !== text,
);

for (const [path, text] of stale) {
  if (!check) writeFileSync(join(root, path), text);
  console.log(check ? `${path} is stale: run \`npm run registries\`` : `${path} rewritten`);
}
if (stale.length === 0) console.log(`${files.size} generated files are fresh`);
if (check && stale.length > 0) process.exitCode = 1;
