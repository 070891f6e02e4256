import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Writes the Prisma client into the folder `generated` beside a schema, by default the project's own. It is committed,
 * so that an installation needs no generator. The `prisma` command insists on a native schema engine, which it would
 * download; generating never runs it, so any existing file satisfies the check.
 */
const schema = process.argv[2] ?? join(import.meta.dirname, 'schema.prisma');
const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json');
const result = spawnSync(
  process.execPath,
  [join(dirname(prismaPackage), 'build/index.js'), 'generate', '--schema', schema],
  {
    stdio: 'inherit',
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
);
process.exitCode = result.status ?? 1;
