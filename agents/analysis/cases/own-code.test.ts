import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { analyse } from '../analyse.ts';
import { buildChangeSet } from '../change-set.ts';

const folders = ['agents', 'apps', 'bots', 'jobs', 'monitoring', 'prisma', 'providers'];
const root = join(import.meta.dirname, '../../..');

function* sourcesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !/^(node_modules|generated|cases)$/.test(entry.name))
      yield* sourcesBelow(path);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield path;
  }
}

it(
  'keeps its noise on this repository, taken as one new change, within one finding for a thousand lines',
  { timeout: 120_000 },
  async () => {
    const files = folders
      .flatMap((folder) => [...sourcesBelow(folder)])
      .map((path): RawChange => ({ path, status: 'added', head: readFileSync(join(root, path)) }));
    const changeSet = buildChangeSet(files);
    const lines = changeSet.changes.reduce((count, { addedLines }) => count + addedLines.size, 0);
    const { findings } = await analyse(changeSet, {
      families: ['security', 'correctness', 'secrets', 'dependencies', 'hidden-text'],
    });
    const shown = findings.map(
      ({ rule, title, location }) => `${rule} ${location?.path}:${location?.line} ${title}`,
    );
    expect(findings.length / lines, shown.join('\n')).toBeLessThanOrEqual(1 / 1_000);
  },
);
