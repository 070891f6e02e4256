import type { SearchRepository } from '#agents/contract.ts';
import type { Comparison } from './comparison.ts';
import { readTexts } from './read-file.ts';
import type { Repository } from './repository.ts';

/** Files that one search reads; git itself looks through all of them. */
const maxFiles = 200;

/**
 * Searches the reviewed version of a local repository with `git grep`, the working tree with what git does not ignore.
 * Undefined where git cannot.
 */
export function createSearch(repository: Repository, { head }: Comparison): SearchRepository {
  return async ({ words, wholeOf = '', extensions, near }) => {
    const wanted = words.filter((word) => isWord.test(word));
    const places = extensions.map((extension) => `:(top,glob)**/*.${extension}`);
    if (places.length === 0) return { files: [] };
    const holding = (options: readonly string[]) => pathsHolding(repository, head, { options, places });
    try {
      const [named, whole] = await Promise.all([
        wanted.length === 0
          ? []
          : holding(['--fixed-strings', '--word-regexp', ...wanted.flatMap((word) => ['-e', word])]),
        isWord.test(wholeOf) ? holding(['--extended-regexp', '-e', wholePattern(wholeOf)]) : [],
      ]);
      const byDistance = named.toSorted((one, other) => distance(one, near) - distance(other, near));
      const paths = [...new Set([...byDistance, ...whole])];
      const files = await readTexts(repository, head, paths.slice(0, maxFiles));
      const cut = paths.length > maxFiles ? { cut: `${maxFiles} of ${paths.length} files were read` } : {};
      return { files, ...cut };
    } catch {
      return undefined;
    }
  };
}

const isWord = /^[\p{L}\p{N}_$]+$/u;

/** `export * from './rows.ts'`, `from .rows import *`. */
const wholePattern = (module: string) =>
  `export .*\\* .*from.*${module.replaceAll('$', '\\$')}|from .*${module.replaceAll('$', '\\$')} import \\*`;

async function pathsHolding(
  { git }: Repository,
  head: string | undefined,
  { options, places }: { readonly options: readonly string[]; readonly places: readonly string[] },
): Promise<readonly string[]> {
  const output = await git.text([
    'grep',
    '--files-with-matches',
    '-I',
    '--no-color',
    '--no-textconv',
    '--full-name',
    '-z',
    ...(head === undefined ? ['--untracked', '--no-recurse-submodules'] : []),
    ...options,
    ...(head === undefined ? [] : [head]),
    '--',
    ...places,
  ]);
  const prefix = head === undefined ? '' : `${head}:`;
  return output.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(prefix.length)]));
}

/** Folders between two files. */
function distance(one: string, other: string): number {
  const left = one.split('/').slice(0, -1);
  const right = other.split('/').slice(0, -1);
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return left.length + right.length - 2 * same;
}
