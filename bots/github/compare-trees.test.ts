import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Api } from './api.ts';
import { compareTrees } from './compare-trees.ts';

type Files = ReadonlyMap<string, string>;
interface Listed {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

const target = { owner: 'octo', repo: 'shop', number: 1 };
/** A folder's id is its content: equal folders are the same tree, as in git. */
const idOf = (files: Files): string =>
  `tree:${[...files]
    .map(([path, blob]) => `${path}=${blob}`)
    .toSorted()
    .join(',')}`;

function below(files: Files, folder: string): Files {
  const prefix = `${folder}/`;
  return new Map(
    [...files].flatMap(([path, blob]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), blob] as const] : [],
    ),
  );
}

/** GitHub's trees of two commits, cut after `maxEntries` as GitHub cuts them. */
function treesOf(commits: Readonly<Record<string, Files>>, maxEntries: number) {
  const trees = new Map<string, Files>(Object.entries(commits));
  let reads = 0;
  const list = (files: Files, recursive: boolean, prefix = ''): Listed[] => {
    const names = new Set([...files.keys()].map((path) => path.split('/', 1)[0] ?? ''));
    return [...names].flatMap((name) => {
      const blob = files.get(name);
      if (blob !== undefined) return [{ path: `${prefix}${name}`, mode: '100644', type: 'blob', sha: blob }];
      const inner = below(files, name);
      trees.set(idOf(inner), inner);
      const own = { path: `${prefix}${name}`, mode: '040000', type: 'tree', sha: idOf(inner) };
      return recursive ? [own, ...list(inner, true, `${prefix}${name}/`)] : [own];
    });
  };
  const call: Api['call'] = async ({ parameters, answer }) => {
    reads += 1;
    const { tree_sha: sha, recursive } = parameters as { tree_sha: string; recursive?: string };
    const files = trees.get(sha);
    if (!files) throw new Error(`no tree ${sha}`);
    const all = list(files, recursive === '1');
    const isCut = recursive === '1' && all.length > maxEntries;
    return answer.parse({ truncated: isCut, tree: isCut ? all.slice(0, maxEntries) : all });
  };
  return { api: { call } as Api, reads: () => reads };
}

const path = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  .map((parts) => [...parts.map((part) => `d${part}`), 'f'].join('/'));
const files: fc.Arbitrary<Files> = fc
  .array(fc.tuple(path, fc.constantFrom('1', '2', '3')), { maxLength: 25 })
  .map((entries) => new Map(entries));

it('every file that differs is found, in whatever pieces GitHub gives the trees', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, fc.integer({ min: 3, max: 40 }), async (from, to, maxEntries) => {
      const { api } = treesOf({ from, to }, maxEntries);
      const { files: found, isWhole } = await compareTrees(api, target, { from: 'from', to: 'to' });
      const expected = [...new Set([...from.keys(), ...to.keys()])]
        .filter((each) => from.get(each) !== to.get(each))
        .map((each) => `${from.has(each) ? (to.has(each) ? 'modified' : 'removed') : 'added'} ${each}`);
      const told = found.map(({ status, filename }) => `${status} ${filename}`);
      expect(told.toSorted()).toEqual(expected.toSorted());
      expect(isWhole).toBe(true);
    }),
  );
});

it('more folders than may be read are not read, and that there may be more is told', async () => {
  const many = (blob: string): Files =>
    new Map(Array.from({ length: 300 }, (_, index) => [`d${index}/f`, blob] as const));
  const { api, reads } = treesOf({ from: many('1'), to: many('2') }, 50);
  const { isWhole, files: found } = await compareTrees(api, target, { from: 'from', to: 'to' });
  expect(isWhole).toBe(false);
  expect(found.length).toBeGreaterThan(20);
  expect(reads()).toBeLessThanOrEqual(120);
});
