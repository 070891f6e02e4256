import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeCommit, encodeTree, hashObject, type FileMode } from './git-object.ts';
import { commitsBetween, mergeBase } from './history.ts';
import { formatHunks } from './line-diff.ts';
import { ObjectStore, type Commit } from './object-store.ts';
import { TreeDiffs } from './tree-diff.ts';
import { unifiedDiff } from './unified-diff.ts';

const signature = { name: 'Mona', email: 'mona@example.org', at: Date.UTC(2026, 0, 2) };

type File = string | { readonly mode: FileMode; readonly content: string };

function commit(
  store: ObjectStore,
  files: Readonly<Record<string, File>>,
  parents: readonly string[] = [],
): Commit {
  const snapshot = new Map(
    Object.entries(files).map(([path, file]) => {
      const { mode, content } = typeof file === 'string' ? { mode: '100644' as const, content: file } : file;
      const isSubmodule = mode === '160000';
      return [
        path,
        { mode, sha: isSubmodule ? content : store.writeBlob(Buffer.from(content, 'latin1')) },
      ] as const;
    }),
  );
  const tree = store.writeSnapshot(snapshot);
  return store.writeCommit({ tree, parents, author: signature, committer: signature, message: 'Work\n' });
}

const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n + 1}\n`).join('');

const before = {
  'a.txt': 'one\ntwo\n',
  'crlf.txt': 'one\r\ntwo\r\nthree\r\n',
  'invalid.txt': 'caf\xe9\nrest\n',
  'no-newline.txt': 'last line',
  'src/service.ts': `export function first() {\n${lines(12)}}\n\nexport function second() {\n${lines(12)}}\n`,
  'src/moved.ts': lines(30),
  'src/copied-name.ts': 'a file moved as it is\n',
  'src.ts': 'sorts after the folder in git\n',
  'gone.txt': 'gone\n',
  'run.sh': 'echo\n',
  'image.png': '\x89PNG\0\x01',
  vendor: { mode: '160000', content: '1'.repeat(40) },
} satisfies Record<string, File>;

const after = {
  'a.txt': 'one\ntwo\nthree\n',
  'crlf.txt': 'one\r\ntwo\nthree\r\n',
  'invalid.txt': 'caf\xe9\nother\n',
  'no-newline.txt': 'last line changed',
  'src/service.ts': before['src/service.ts'].replace(
    /line 9\n(?=line 10\nline 11\nline 12\n\}\n$)/,
    'line nine\n',
  ),
  'lib/moved.ts': lines(30).replace('line 7\n', 'line seven\n'),
  'lib/copied-name.ts': 'a file moved as it is\n',
  'src.ts': 'sorts after the folder in git\n',
  'run.sh': { mode: '100755', content: 'echo\n' },
  'image.png': '\x89PNG\0\x02',
  'new/deep/file.ts': 'export {};\n',
  'empty.txt': '',
  vendor: { mode: '160000', content: '2'.repeat(40) },
} satisfies Record<string, File>;

describe('git objects', () => {
  it('have the ids git gives them', () => {
    expect(hashObject('tree', encodeTree([]))).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
    expect(hashObject('blob', Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(hashObject('blob', Buffer.alloc(0))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
  });

  it('keep a snapshot as it was written', () => {
    const store = new ObjectStore();
    const { sha } = commit(store, before);
    expect([...store.snapshotOf(sha).keys()].toSorted()).toEqual(Object.keys(before).toSorted());
  });
});

describe.skipIf(!hasGit())('against the git binary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amas-git-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: folder,
      encoding: 'latin1',
      env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  const store = new ObjectStore();
  const base = commit(store, before);
  const head = commit(store, after, [base.sha]);
  git('init', '--quiet', '--initial-branch=main', '.');
  for (const { sha } of [base, head]) exportCommit(store, sha, folder);

  it('every object passes fsck under its own id', () => {
    expect(git('fsck', '--strict', '--no-dangling', head.sha)).toBe('');
    expect(git('rev-parse', `${head.sha}^`).trim()).toBe(base.sha);
  });

  it('the diff of two commits is the diff git prints', () => {
    const changes = new TreeDiffs(store).between(base.sha, head.sha);
    const expected = git('diff', '--no-color', '-M', base.sha, head.sha)
      .replaceAll(/^similarity index .*\n/gm, '')
      // Invalid UTF-8 reaches JSON as replacement characters.
      .replaceAll('\xe9', '\ufffd');
    expect(unifiedDiff(changes)).toBe(expected);
  });

  it('counts, names and statuses are those of git', () => {
    const changes = new TreeDiffs(store).between(base.sha, head.sha);
    const ours = changes.map(({ path, status, previousPath, additions, deletions }) => {
      const letter = { added: 'A', removed: 'D', modified: 'M', renamed: 'R', changed: 'M' }[status];
      return [letter, additions, deletions, ...(previousPath === undefined ? [] : [previousPath]), path].join(
        ' ',
      );
    });
    const names = git('diff', '--name-status', '-M', base.sha, head.sha).trim().split('\n');
    const counts =
      git('diff', '--numstat', '-M', '-z', base.sha, head.sha).match(/(?:\d+|-)\t(?:\d+|-)\t/g) ?? [];
    const theirs = names.map((line, index) => {
      const [status = '', ...paths] = line.split('\t');
      const [added = '', deleted = ''] = (counts[index] ?? '').replaceAll('-', '0').split('\t');
      return [status[0], added, deleted, ...paths].join(' ');
    });
    expect(ours).toEqual(theirs);
  });
});

describe('history', () => {
  const store = new ObjectStore();
  const root = commit(store, { a: '1' });
  const main = commit(store, { a: '2' }, [root.sha]);
  const feature = commit(store, { a: '1', b: '1' }, [root.sha]);
  const merged = commit(store, { a: '2', b: '1' }, [feature.sha, main.sha]);
  const later = commit(store, { a: '2', b: '2' }, [merged.sha]);
  const foreign = commit(store, { z: '1' });

  it.each([
    ['a fork in the road', main.sha, feature.sha, root.sha],
    ['a base merged into the branch', main.sha, later.sha, main.sha],
    ['a commit and itself', root.sha, root.sha, root.sha],
    ['histories that never met', main.sha, foreign.sha, undefined],
  ])('finds the merge base of %s', (_, a, b, expected) => {
    expect(mergeBase(store, a, b)).toBe(expected);
    expect(mergeBase(store, b, a)).toBe(expected);
  });

  it('lists what a branch adds, parents before children, without what the base has', () => {
    const listed = commitsBetween(store, main.sha, later.sha).map(({ sha }) => sha);
    expect(listed).toEqual([feature.sha, merged.sha, later.sha]);
  });
});

describe('large changes', () => {
  const store = new ObjectStore();
  const diff = (from: Record<string, File>, to: Record<string, File>) =>
    new TreeDiffs(store).between(commit(store, from).sha, commit(store, to).sha)[0];

  it('show no patch past 20,000 lines but keep their counts', () => {
    const change = diff({}, { 'big.txt': lines(20_001) });
    expect(change).toMatchObject({ additions: 20_001, deletions: 0, status: 'added' });
    expect(change?.hunks).toBeUndefined();
  });

  it('show no patch past 500 KB in one line, without taking long', () => {
    const start = performance.now();
    const change = diff({ 'bundle.js': 'x'.repeat(17_000_000) }, { 'bundle.js': 'y'.repeat(17_000_000) });
    expect(change).toMatchObject({ additions: 1, deletions: 1 });
    expect(change?.hunks).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('fall back to one hunk when everything changed', () => {
    const old = Array.from({ length: 5_000 }, (_, n) => `old ${n}\n`).join('');
    const now = Array.from({ length: 5_000 }, (_, n) => `new ${n}\n`).join('');
    const change = diff({ a: `same\n${old}end\n` }, { a: `same\n${now}end\n` });
    expect(change).toMatchObject({ additions: 5_000, deletions: 5_000 });
    expect(formatHunks(change?.hunks ?? [])).toMatch(/^@@ -1,5002 \+1,5002 @@\n same\n-old 0\n/);
  });
});

function hasGit(): boolean {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes a commit and all it holds as loose objects of a git folder. */
function exportCommit(store: ObjectStore, sha: string, folder: string): void {
  const write = (type: 'blob' | 'tree' | 'commit', id: string, data: Uint8Array) => {
    const path = join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, deflateSync(Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data])));
  };
  const writeTree = (id: string) => {
    const entries = store.tree(id) ?? [];
    write('tree', id, encodeTree(entries));
    for (const entry of entries) {
      if (entry.mode === '40000') writeTree(entry.sha);
      else if (entry.mode !== '160000') write('blob', entry.sha, store.blob(entry.sha) ?? Buffer.alloc(0));
    }
  };
  const found = store.commit(sha);
  if (!found) throw new Error(`no commit ${sha}`);
  write('commit', sha, encodeCommit(found));
  writeTree(found.tree);
}
