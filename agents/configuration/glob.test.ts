import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { attributesOf } from './generated-paths.ts';
import { matchesGlob, matchesPath } from './glob.ts';

test.each([
  ['docs/**', 'docs/a/b.md', true],
  ['docs/**', 'src/docs/a.md', false],
  ['docs/', 'docs/a/b.md', true],
  ['docs', 'packages/docs/a.md', true],
  ['*.md', 'a/b/c.md', true],
  ['*.md', 'a.md', true],
  ['src/*.ts', 'src/a/b.ts', false],
  ['src/**/*.ts', 'src/b.ts', true],
  ['src/**/*.ts', 'src/a/b/c.ts', true],
  ['**/test/**', 'test/a.ts', true],
  ['**/test/**', 'latest/a.ts', false],
  ['/package.json', 'package.json', true],
  ['a?.ts', 'ab.ts', true],
  ['src/[a].ts', 'src/[a].ts', true],
  ['src/[a].ts', 'src/a.ts', false],
  ['**', '.github/workflows/ci.yml', true],
  ['ünï/**', 'ünï/🙂.ts', true],
])('the path glob %s on %s is %s', (glob, path, expected) => {
  expect(matchesPath(glob, path)).toBe(expected);
});

test.each([
  ['WIP*', 'wip: later', true],
  ['*[skip review]*', 'Fix [skip review] it', true],
  ['release/*', 'release/1/2', true],
  ['renovate[bot]', 'renovate[bot]', true],
  ['security/*', 'correctness/a', false],
])('the glob %s on %s is %s', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

it('takes no more than moments for any glob and text', () => {
  const started = performance.now();
  expect(matchesGlob('*a'.repeat(100), 'a'.repeat(5_000) + 'b')).toBe(false);
  expect(matchesPath(`${'**/a'.repeat(50)}/c`, 'a/'.repeat(2_000) + 'b')).toBe(false);
  expect(performance.now() - started).toBeLessThan(3_000);
});

it('a text without wildcards matches itself alone', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '[', ']', '(', '+') });
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      expect(matchesGlob(one, other)).toBe(one === other);
    }),
  );
});

it('the marks of .gitattributes count, the last line wins', () => {
  const kindOf = attributesOf(
    [
      '# marks',
      'api/*.ts linguist-generated',
      'api/hand.ts -linguist-generated',
      'lib/** linguist-vendored=true text',
      'lib/own/** linguist-vendored=false',
      'other.ts linguist-detectable',
    ].join('\n'),
  );
  expect(['api/a.ts', 'api/hand.ts', 'lib/a.js', 'lib/own/a.js', 'other.ts'].map(kindOf)).toEqual([
    'generated',
    undefined,
    'vendored',
    undefined,
    undefined,
  ]);
});
