import { z } from 'zod';
import type { Api } from './api.ts';
import type { FileEntry } from './changed-files.ts';
import { repositoryOf, type Target } from './target.ts';

/** Each costs a request; together they are what a repository of a million files in ten thousand folders takes at worst. */
const maxReads = 120;

const Entry = z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() });
type Entry = z.infer<typeof Entry>;
const Tree = z.object({ truncated: z.boolean(), tree: z.array(Entry) });
type Tree = z.infer<typeof Tree>;

export interface TreeComparison {
  /** Without diffs, and a renamed file as one that went and one that came. */
  readonly files: readonly FileEntry[];
  /** False when there were more folders than may be read: then there may be more files. */
  readonly isWhole: boolean;
}

/**
 * The files that differ between two commits, by their git trees: all of them, where GitHub's lists end at 300 and 3,000.
 * A tree is read in one piece where GitHub gives it so (up to 100,000 entries and 7 MB); of a larger one the folders that
 * differ are read, one by one.
 */
export async function compareTrees(
  api: Api,
  target: Target,
  commits: { readonly from: string; readonly to: string },
  signal?: AbortSignal,
): Promise<TreeComparison> {
  const walk: Walk = {
    readsLeft: maxReads,
    isWhole: true,
    read: async (sha, isRecursive) =>
      await api.call({
        route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
        parameters: { ...repositoryOf(target), tree_sha: sha, ...(isRecursive ? { recursive: '1' } : {}) },
        answer: Tree,
        signal,
      }),
  };
  const files = await compareFolder(walk, commits, '');
  return { files, isWhole: walk.isWhole };
}

interface Walk {
  readsLeft: number;
  isWhole: boolean;
  readonly read: (sha: string, isRecursive: boolean) => Promise<Tree>;
}

/** Absent where the folder does not exist. */
interface Sides {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

async function compareFolder(walk: Walk, { from, to }: Sides, folder: string): Promise<FileEntry[]> {
  if (from === to) return [];
  if (walk.readsLeft < 4) {
    walk.isWhole = false;
    return [];
  }
  const whole = await readSides(walk, [from, to], true);
  const isCut = whole.some(({ truncated }) => truncated);
  const [before = nothing, after = nothing] = isCut ? await readSides(walk, [from, to], false) : whole;
  if (before.truncated || after.truncated) walk.isWhole = false;
  const [old, present] = [byPath(before), byPath(after)];
  const found: FileEntry[] = [];
  for (const path of new Set([...old.keys(), ...present.keys()])) {
    const [was, is] = [old.get(path), present.get(path)];
    found.push(...differenceOf(`${folder}${path}`, was, is));
    if (!isCut) continue;
    const sides = { from: treeOf(was), to: treeOf(is) };
    found.push(...(await compareFolder(walk, sides, `${folder}${path}/`)));
  }
  return found;
}

async function readSides(
  walk: Walk,
  ids: readonly (string | undefined)[],
  isRecursive: boolean,
): Promise<Tree[]> {
  const sides: Tree[] = [];
  for (const id of ids) {
    if (id !== undefined) walk.readsLeft -= 1;
    const side = id === undefined ? nothing : await walk.read(id, isRecursive);
    sides.push(side);
    // The other side would be read in vain.
    if (isRecursive && side.truncated) break;
  }
  return sides;
}

const byPath = ({ tree }: Tree): ReadonlyMap<string, Entry> => new Map(tree.map((each) => [each.path, each]));

const nothing: Tree = { truncated: false, tree: [] };

const treeOf = (entry: Entry | undefined): string | undefined =>
  entry?.type === 'tree' ? entry.sha : undefined;

function differenceOf(filename: string, was: Entry | undefined, is: Entry | undefined): FileEntry[] {
  const [old, present] = [was, is].map((entry) => (entry?.type === 'tree' ? undefined : entry));
  if (present === undefined) return old ? [{ filename, status: 'removed', sha: old.sha }] : [];
  if (old === undefined) return [{ filename, status: 'added', sha: present.sha }];
  if (old.sha !== present.sha) return [{ filename, status: 'modified', sha: present.sha }];
  // Only its mode differs: GitHub's own lists count no lines for it, either.
  return old.mode === present.mode ? [] : [{ filename, status: 'changed', sha: present.sha, changes: 0 }];
}
