import { describe, expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { analyse } from '../analyse.ts';
import { buildChangeSet } from '../change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const gone = (path: string, base: string): RawChange => ({ path, status: 'removed', base: bytes(base) });
const added = (path: string, head: string): RawChange => ({ path, status: 'added', head: bytes(head) });

async function found(files: readonly RawChange[]) {
  const { findings } = await analyse(buildChangeSet(files), { families: ['configuration'] });
  return findings.map(({ rule, title, location }) => `${rule} ${location?.side} ${location?.line} ${title}`);
}

const policy =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: closed}\nspec: {podSelector: {}}\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n';

describe('a deleted file that protected something', () => {
  it.each([
    ['deploy/policy.yaml', policy, 'old 2 The change deletes the `NetworkPolicy`'],
    [
      '.github/workflows/codeql.yml',
      'on: push\njobs:\n  a:\n    steps:\n      - uses: github/codeql-action/init@v3\n',
      'old 5 The change deletes the scan by `github/codeql-action`',
    ],
    [
      '.npmrc',
      'registry=https://npm.internal\nignore-scripts=true\n',
      'old 2 The change deletes the setting `ignore-scripts=true`',
    ],
    [
      '.github/CODEOWNERS',
      '# who\n* @acme/core\n',
      'old 2 The change deletes the owners who must agree to changes',
    ],
    [
      '.github/dependabot.yml',
      'version: 2\nupdates:\n  - package-ecosystem: npm\n',
      'old 3 The change deletes the updates of dependencies',
    ],
  ])('is told: %s', async (path, base, told) => {
    expect(await found([gone(path, base)])).toEqual([`configuration/deleted-protection ${told}`]);
  });

  it('is told where only the patch is known', async () => {
    const lines = policy.trimEnd().split('\n');
    const patch = `@@ -1,${lines.length} +0,0 @@\n${lines.map((line) => `-${line}`).join('\n')}`;
    expect(await found([{ path: 'deploy/policy.yaml', status: 'removed', patch }])).toHaveLength(1);
  });

  it.each([
    ['it moves', [gone('deploy/policy.yaml', policy), added('deploy/network/closed.yaml', policy)]],
    [
      'another takes its place',
      [gone('.npmrc', 'ignore-scripts=true\n'), added('app/.npmrc', 'ignore-scripts=true\n')],
    ],
    ['what it protected goes too', [gone('deploy/policy.yaml', policy), gone('deploy/app.yaml', deployment)]],
    ['it protected nothing', [gone('deploy/app.yaml', deployment), gone('.npmrc', 'fund=false\n')]],
    ['it is an example of a test', [gone('test/policy.yaml', policy)]],
    ['its text is not known', [{ path: 'deploy/policy.yaml', status: 'removed' } as const]],
  ])('is not told where %s', async (_, files) => {
    expect(await found(files)).toEqual([]);
  });
});
