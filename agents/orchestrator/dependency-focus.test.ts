import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { ChangedPackage, Finding } from '../contract.ts';
import { dependencyFocus } from './dependency-focus.ts';
import { packagesText } from './packages-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const requirements = (version: string) => bytes(`left==${version}\n`);
const set = buildChangeSet([
  { path: 'requirements.txt', status: 'modified', base: requirements('1.0.0'), head: requirements('1.0.1') },
]);

describe('dependencyFocus', () => {
  it.each([
    ['dependabot[bot]', true, 'dependabot/pip/left', true],
    ['renovate[bot]', true, 'renovate/left', true],
    ['acme-updates[bot]', true, 'renovate/left', true],
    ['snyk-bot', false, 'snyk-fix-1', true],
    ['mona', false, 'renovate/left', false],
    ['renovate', false, 'renovate/left', false],
    ['ci[bot]', true, 'change', false],
  ])('%s (an App: %s) from %s: %s', (author, isBotAuthor, headRef, expected) => {
    expect(dependencyFocus({ author, isBotAuthor, headRef }, set) !== undefined).toBe(expected);
  });

  it('a bot whose change moves no package is reviewed like anybody', () => {
    const code = buildChangeSet([{ path: 'a.ts', status: 'added', head: bytes('export const a = 1;\n') }]);
    const origin = { author: 'renovate[bot]', isBotAuthor: true, headRef: 'renovate/x' };
    expect(dependencyFocus(origin, code)).toBeUndefined();
  });
});

describe('packagesText', () => {
  const pack = (name: string, rest: Partial<ChangedPackage> = {}): ChangedPackage => ({
    name,
    from: '1.0.0',
    to: '1.0.1',
    jump: 'patch',
    use: 'runtime',
    path: 'package.json',
    ...rest,
  });
  const finding = {
    category: 'dependency',
    title: '`deep` runs a script when it is installed',
    severity: 'medium',
    rule: 'dependencies/install-script',
    location: { path: 'package-lock.json', line: 1, side: 'new' },
  } as Finding;
  const inLock = { use: 'lockfile', path: 'package-lock.json' } as const;

  it('folds what lockfiles alone say, except where a rule found something', () => {
    const text = packagesText(
      [pack('a'), pack('deep', inLock), pack('quiet', { ...inLock, from: '2.0.0' })],
      [finding],
    );
    const [table, folded] = text.split('\n\n');
    expect(table?.split('\n').slice(2)).toEqual([
      '| `deep` | `1.0.0` | `1.0.1` | patch | lockfile | medium: `dependencies/install-script` |',
      '| `a` | `1.0.0` | `1.0.1` | patch | runtime | nothing |',
    ]);
    expect(folded).toContain('`quiet 2.0.0 → 1.0.1`');
  });

  it('a change of a lockfile alone is the table', () => {
    expect(packagesText([pack('deep', inLock)], [])).toContain('| `deep` |');
  });

  it('a version cannot leave its cell', () => {
    expect(packagesText([pack('a', { to: '1 | <b>`x`' })], [])).toContain('1 \\| <b>`x`');
  });
});
