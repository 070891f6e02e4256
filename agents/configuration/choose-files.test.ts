import { describe, expect, it } from 'vitest';
import { chooseFiles } from './choose-files.ts';
import { standardSettings, type Settings } from './keys.ts';

const within = (count: number): Settings => ({ ...standardSettings, 'limits.max_files': count });
const patchOf = (lines: number) => `@@ -0,0 +1,${lines} @@\n${'+line\n'.repeat(lines)}`;
const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('more files than a review may look at', () => {
  const files = [
    { path: 'README.md', patch: patchOf(200) },
    { path: 'test/users.test.ts', patch: patchOf(50) },
    { path: 'src/names.ts', patch: patchOf(3) },
    { path: 'src/auth/session.ts', patch: patchOf(3) },
    { path: 'src/table.ts' },
    { path: '.github/workflows/ci.yml', patch: patchOf(3) },
  ];

  it.each([
    [1, ['src/table.ts']],
    [2, ['src/auth/session.ts', 'src/table.ts']],
    [3, ['src/auth/session.ts', 'src/table.ts', '.github/workflows/ci.yml']],
    [4, ['src/names.ts', 'src/auth/session.ts', 'src/table.ts', '.github/workflows/ci.yml']],
  ])('of which %d are kept leave the least risky out, and keep the order of the platform', (count, kept) => {
    const { wanted, left } = chooseFiles(files, within(count));
    expect(pathsOf(wanted)).toEqual(kept);
    expect(left).toHaveLength(files.length - count);
    expect(new Set(left.map(({ reason }) => reason))).toEqual(new Set(['file-limit']));
  });

  it('do not use up places with files that nobody looks at', () => {
    const settings = { ...within(1), 'review.ignore.paths': ['src/auth/**', 'src/table.ts', '.github/**'] };
    const { wanted, left } = chooseFiles(files, settings);
    expect(pathsOf(wanted)).toEqual(['src/names.ts']);
    expect(left.filter(({ reason }) => reason === 'ignored')).toHaveLength(3);
  });

  it('between equals the earlier one of the platform is kept, and every file is accounted for once', () => {
    const equal = ['src/c.ts', 'src/a.ts', 'src/b.ts'].map((path) => ({ path, patch: patchOf(1) }));
    const { wanted, left } = chooseFiles(equal, within(2));
    expect(pathsOf(wanted)).toEqual(['src/c.ts', 'src/a.ts']);
    expect(pathsOf(left)).toEqual(['src/b.ts']);
  });
});
