import { describe, expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';

async function review(files: Readonly<Record<string, string>>) {
  const raw = Object.entries(files).map(([path, text]): RawChange => ({
    path,
    status: 'added',
    head: new TextEncoder().encode(text),
  }));
  const { findings } = await analyse(buildChangeSet(raw), { families: ['security'] });
  return findings.map(({ rule, location }) => `${rule} ${location?.path}:${location?.line}`);
}

const route = (imported: string, call: string) =>
  `${imported}\nrouter.get('/x', async (req, res) => {\n  res.json(await ${call});\n});\n`;
const helper = `import { readFile } from 'node:fs/promises';\nexport async function read(name: string) {\n  return readFile('/srv/' + name);\n}\n`;
const found = ['security/path-traversal src/read.ts:3'];

describe('values across the files of a change', () => {
  it.each<[string, Record<string, string>]>([
    [
      'an import',
      { 'src/read.ts': helper, 'src/a.ts': route(`import { read } from './read.js';`, 'read(req.params.x)') },
    ],
    [
      'an alias',
      {
        'src/read.ts': helper,
        'src/a.ts': route(`import { read as load } from './read';`, 'load(req.params.x)'),
      },
    ],
    [
      'a namespace',
      {
        'src/read.ts': helper,
        'src/a.ts': route(`import * as files from './read.ts';`, 'files.read(req.params.x)'),
      },
    ],
    [
      'a re-export under another name',
      {
        'src/read.ts': helper,
        'src/index.ts': `export { read as load } from './read.js';\n`,
        'src/a.ts': route(`import { load } from './index.js';`, 'load(req.params.x)'),
      },
    ],
    [
      'a path alias',
      {
        'src/read.ts': helper,
        'src/web/a.ts': route(`import { read } from '@/read';`, 'read(req.params.x)'),
      },
    ],
  ])('reach a helper through %s', async (_, files) => {
    expect(await review(files)).toEqual(found);
  });

  it('come back changed from a helper that cleans them', async () => {
    const cleaning = `import { basename } from 'node:path';\nexport const clean = (name: string) => basename(name);\n`;
    const using = route(
      `import { readFile } from 'node:fs/promises';\nimport { clean } from './clean.js';`,
      `readFile('/srv/' + clean(req.params.x))`,
    );
    expect(await review({ 'src/clean.ts': cleaning, 'src/a.ts': using })).toEqual([]);
  });

  it('keep the origin of functions that another file hands on', async () => {
    const handed = `import { exec } from 'node:child_process';\nimport { promisify } from 'node:util';\nexport const run = promisify(exec);\n`;
    const using = route(`import { run } from './run.js';`, `run('ls ' + req.query.x)`);
    expect(await review({ 'src/run.ts': handed, 'src/a.ts': using })).toEqual([
      'security/command-injection src/a.ts:3',
    ]);
  });

  it('do not go round in circles', async () => {
    const circle = (other: string) =>
      `export { a } from './${other}.js';\nexport * from './${other}.js';\nimport { a } from './${other}.js';\nrouter.get('/x', (req, res) => { exec(a(req.query.x)); });\n`;
    expect(await review({ 'src/a.ts': circle('b'), 'src/b.ts': circle('a') })).toEqual([]);
  });
});
