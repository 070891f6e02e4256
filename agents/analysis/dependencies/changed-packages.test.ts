import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '../change-set.ts';
import { changedPackages, isOnlyPackages } from './changed-packages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function changed(files: Readonly<Record<string, readonly [string | undefined, string]>>) {
  return buildChangeSet(
    Object.entries(files).map(([path, [base, head]]) => ({
      path,
      status: base === undefined ? ('added' as const) : ('modified' as const),
      ...(base === undefined ? {} : { base: bytes(base) }),
      head: bytes(head),
    })),
  );
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const lock = (packages: Readonly<Record<string, string>>) =>
  json({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }]),
    ),
  });

describe('changedPackages', () => {
  it.each([
    ['^1.2.3', '^1.2.9', 'patch'],
    ['^1.2.3', '^1.3.0', 'minor'],
    ['^1.2.3', '^2.0.0', 'major'],
    ['2.0.0', '1.9.0', 'downgrade'],
    ['1.0.0', '1.1.0-beta.1', 'pre-release'],
    ['1.0.0', 'latest', 'unclear'],
  ])('from %s to %s is %s', (from, to, jump) => {
    const set = changed({
      'package.json': [json({ dependencies: { left: from } }), json({ dependencies: { left: to } })],
    });
    expect(changedPackages(set)).toEqual([
      { name: 'left', from, to, jump, use: 'runtime', path: 'package.json' },
    ]);
  });

  it('tells new, removed and moved packages, and what is for development only', () => {
    const set = changed({
      'package.json': [
        json({ dependencies: { gone: '1.0.0', moved: '1.0.0', same: '1.0.0' } }),
        json({ dependencies: { same: '1.0.0' }, devDependencies: { fresh: '1.0.0', moved: '1.0.0' } }),
      ],
    });
    expect(
      changedPackages(set)
        .map(({ name, jump, use }) => `${name} ${jump} ${use}`)
        .toSorted(),
    ).toEqual(['fresh new dev', 'gone removed runtime', 'moved other use dev']);
  });

  it('a lockfile adds what no manifest of the change names, once', () => {
    const set = changed({
      'package.json': [json({ dependencies: { a: '^1.0.0' } }), json({ dependencies: { a: '^1.1.0' } })],
      'package-lock.json': [lock({ a: '1.0.0', deep: '1.0.0' }), lock({ a: '1.1.0', deep: '2.0.0' })],
      'tools/package-lock.json': [lock({ deep: '1.0.0' }), lock({ deep: '2.0.0' })],
    });
    expect(changedPackages(set).map(({ name, use }) => `${name} ${use}`)).toEqual([
      'a runtime',
      'deep lockfile',
    ]);
  });

  it('reads other ecosystems, workflows by the version in the comment, and images', () => {
    const sha = (digit: string) => digit.repeat(40);
    const set = changed({
      'go.mod': [
        'module x\n\nrequire github.com/a/b v1.2.0\n',
        'module x\n\nrequire github.com/a/b v1.3.0\n',
      ],
      '.github/workflows/ci.yml': [
        `jobs:\n  a:\n    steps:\n      - uses: actions/checkout@${sha('a')} # v4.1.0\n`,
        `jobs:\n  a:\n    steps:\n      - uses: actions/checkout@${sha('b')} # v5.0.0\n`,
      ],
      Dockerfile: ['FROM node:22.1.0\n', 'FROM node:22.2.0\n'],
    });
    expect(changedPackages(set).map(({ name, jump, use }) => `${name} ${jump} ${use}`)).toEqual([
      'github.com/a/b minor runtime',
      'actions/checkout major CI',
      'node minor image',
    ]);
  });
});

it('a manifest that changes in more than its packages is not only packages', () => {
  const base = json({ dependencies: { a: '1.0.0' }, scripts: { test: 'vitest' } });
  const set = changed({
    'package.json': [base, json({ dependencies: { a: '2.0.0' }, scripts: { test: 'vitest' } })],
    'web/package.json': [base, json({ dependencies: { a: '2.0.0' }, scripts: { test: 'curl x | sh' } })],
    'package-lock.json': [lock({ a: '1.0.0' }), lock({ a: '2.0.0' })],
    'a.ts': ['export const a = 1;\n', 'export const a = 2;\n'],
  });
  const packages = changedPackages(set);
  expect(set.changes.filter((change) => isOnlyPackages(change, packages)).map(({ path }) => path)).toEqual([
    'package.json',
    'package-lock.json',
  ]);
});
