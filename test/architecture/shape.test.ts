import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Lang, parse } from '@ast-grep/napi';
import { describe, expect, it, test } from 'vitest';
import { unitsOf, type UnitFolder } from '#test/registries/units.ts';
import { readRepositoryFile, repositoryFiles, root } from '#test/support/repository.ts';

/** The files that every unit holds, each with the names it must export. */
const shapes: Readonly<Record<UnitFolder, Readonly<Record<string, readonly string[]>>>> = {
  bots: {
    'manifest.ts': ['manifest'],
    'receive.ts': ['receive'],
    'normalise.ts': ['normalise'],
    'bot.ts': ['bot'],
  },
  agents: { 'manifest.ts': ['manifest'], 'agent.ts': ['agent'] },
  providers: { 'manifest.ts': ['manifest'], 'models.ts': ['models'], 'provider.ts': ['createProvider'] },
};

/** Folders beside the units that are no unit. */
const sharedGround: Readonly<Record<UnitFolder, readonly string[]>> = {
  bots: ['commands', 'contract', 'signing'],
  agents: ['analysis', 'configuration', 'dialogue', 'judge', 'orchestrator', 'strangers'],
  providers: ['http', 'openai-compatible', 'prices', 'router'],
};

const topFolders = [
  'agents',
  'apps',
  'bots',
  'deploy',
  'docs',
  'jobs',
  'monitoring',
  'prisma',
  'providers',
  'test',
];
const barredNames = ['helpers', 'services', 'types', 'utils'];

function exportedNames(text: string): string[] {
  const declared = parse(Lang.TypeScript, text)
    .root()
    .findAll({ rule: { kind: 'export_statement' } })
    .map((node) => node.text());
  return declared.flatMap((statement) => {
    const listed = statement.match(/^export\s*\{([^}]*)\}/)?.[1];
    if (listed !== undefined) return listed.split(',').map((name) => name.trim().replace(/^.*\sas\s/, ''));
    return statement.match(/^export\s+(?:async\s+)?(?:const|function|class)\s+(\w+)/)?.[1] ?? [];
  });
}

describe.each(Object.keys(shapes) as UnitFolder[])('%s', (folder) => {
  it.each(unitsOf(folder))('%s holds the files and exports of its kind', (unit) => {
    const missing = Object.entries(shapes[folder]).flatMap(([file, names]) => {
      const path = `${folder}/${unit}/${file}`;
      if (!existsSync(join(root, path))) return [`${path} is missing`];
      const exported = exportedNames(readRepositoryFile(path));
      return names
        .filter((name) => !exported.includes(name))
        .map((name) => `${path} does not export ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(unitsOf(folder))('%s carries the name of its folder as its id', async (unit) => {
    const module = (await import(join(root, folder, unit, 'manifest.ts'))) as { manifest: { id: string } };
    expect(module.manifest.id).toBe(unit);
  });

  it('holds units and known shared ground only', () => {
    const known = [...unitsOf(folder), ...sharedGround[folder]];
    const folders = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const strange = folders.map((entry) => entry.name).filter((name) => !known.includes(name));
    expect(strange, `a unit needs a manifest.ts; shared ground is listed in ${import.meta.filename}`).toEqual(
      [],
    );
  });
});

test('the top level is fixed', () => {
  const folders = new Set(repositoryFiles().flatMap((path) => path.match(/^([^./][^/]*)\//)?.[1] ?? []));
  expect([...folders].filter((name) => !topFolders.includes(name))).toEqual([]);
});

test('no folder is called after a kind of code', () => {
  const barred = repositoryFiles().filter((path) =>
    path
      .split('/')
      .slice(0, -1)
      .some((name) => barredNames.includes(name)),
  );
  expect(barred).toEqual([]);
});

test('exports are read in every form', () => {
  const text =
    'export const a = 1; export async function b() {} export class C {} const d = 1; export { d, d as e }; const f = 1;';
  expect(exportedNames(text)).toEqual(['a', 'b', 'C', 'd', 'e']);
});
