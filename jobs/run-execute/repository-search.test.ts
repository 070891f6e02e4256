import { describe, expect, it } from 'vitest';
import type { Connection, FileList } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createRepositorySearches } from './repository-search.ts';

const place = { taskId: 'task', subjectId: 'octo/repo#1', headSha: 'head', baseSha: 'base' };
const wanted = { words: ['load'], extensions: ['ts'], near: 'src/store/rows.ts' };
const listed = (...paths: readonly string[]): FileList => ({
  files: paths.map((path) => ({ path, bytes: 10 })),
  isWhole: true,
});

function scene(list: FileList | (() => never), text: (path: string) => string | undefined = () => 'load()') {
  const asked: string[] = [];
  const connection: Connection = {
    reply: async () => ({}),
    filesAt: async (_subject, commit) => {
      asked.push(`list ${commit}`);
      return typeof list === 'function' ? list() : list;
    },
    fileAt: async (_subject, commit, path) => {
      asked.push(`${commit}:${path}`);
      return text(path);
    },
  };
  const signal = new AbortController().signal;
  return { asked, tools: { connect: async () => connection, log: silentLogger(), signal } };
}

describe('a search of the repository', () => {
  it('lists it once for all runs of a task, reads what may hold a word once, the nearest first', async () => {
    const list = listed(
      'z.ts',
      'src/store/b.ts',
      'src/a.ts',
      'readme.md',
      'node_modules/x/a.ts',
      'src/big.d.ts',
    );
    const { asked, tools } = scene(list, (path) =>
      path === 'z.ts' ? "export * from './rows.ts';" : 'load()',
    );
    const searches = createRepositorySearches();
    const both = await Promise.all([searches(place, tools)(wanted), searches(place, tools)(wanted)]);
    expect(both.map((found) => found?.files.map(({ path }) => path))).toContainEqual([
      'src/store/b.ts',
      'src/a.ts',
    ]);
    expect(asked).toEqual(['list head', 'head:src/store/b.ts', 'head:src/a.ts', 'head:z.ts']);
    expect(await searches(place, tools)({ ...wanted, words: [], wholeOf: 'rows' })).toEqual({
      files: [{ path: 'z.ts', text: "export * from './rows.ts';" }],
    });
    expect(asked).toHaveLength(4);
  });

  it('ends with its budget and the list of the platform, and says so', async () => {
    const many = listed(...Array.from({ length: 100 }, (_, at) => `${at}.ts`));
    const { asked, tools } = scene({ ...many, isWhole: false });
    expect(await createRepositorySearches()(place, tools)(wanted)).toMatchObject({
      cut: '60 of 100 files were read, and the platform lists a part of its files',
    });
    expect(asked).toHaveLength(61);
    const long = scene(many, () => 'x'.repeat(1_000_000));
    expect(await createRepositorySearches()(place, long.tools)(wanted)).toMatchObject({
      files: [],
      cut: '6 of 100 files were read',
    });
  });

  it('is none where the platform fails or has no such list, and takes nothing from the review', async () => {
    const failing = scene(() => {
      throw new AmasError('bots.rate_limited', 'slow down');
    });
    const cut = 'the platform gave no list of its files';
    expect(await createRepositorySearches()(place, failing.tools)(wanted)).toEqual({ files: [], cut });
    const without = { ...failing.tools, connect: async () => ({ reply: async () => ({}) }) };
    expect(await createRepositorySearches()(place, without)(wanted)).toBeUndefined();
    const broken = scene(listed('a.ts', 'b.ts'), (path) => {
      if (path === 'a.ts') throw new AmasError('bots.refused', 'no');
      return 'load()';
    });
    const found = await createRepositorySearches()(place, broken.tools)(wanted);
    expect(found?.files.map(({ path }) => path)).toEqual(['b.ts']);
  });
});
