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
  return async ({ words, extensions, near }) => {
    const wanted = words.filter((word) => /^[\p{L}\p{N}_$]+$/u.test(word));
    if (wanted.length === 0 || extensions.length === 0) return { files: [] };
    try {
      const output = await repository.git.text([
        'grep',
        '--files-with-matches',
        '--fixed-strings',
        '--word-regexp',
        '-I',
        '--no-color',
        '--no-textconv',
        '--full-name',
        '-z',
        ...(head === undefined ? ['--untracked', '--no-recurse-submodules'] : []),
        ...wanted.flatMap((word) => ['-e', word]),
        ...(head === undefined ? [] : [head]),
        '--',
        ...extensions.map((extension) => `:(top,glob)**/*.${extension}`),
      ]);
      const prefix = head === undefined ? '' : `${head}:`;
      const paths = output.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(prefix.length)]));
      const chosen = paths.toSorted((one, other) => distance(one, near) - distance(other, near));
      const files = await readTexts(repository, head, chosen.slice(0, maxFiles));
      return {
        files,
        ...(paths.length > maxFiles ? { cut: `${maxFiles} of ${paths.length} files were read` } : {}),
      };
    } catch {
      return undefined;
    }
  };
}

/** Folders between two files. */
function distance(one: string, other: string): number {
  const left = one.split('/').slice(0, -1);
  const right = other.split('/').slice(0, -1);
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return left.length + right.length - 2 * same;
}
