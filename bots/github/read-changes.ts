import type { ChangedFile, RankFile } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { listChangedFiles, type Commits, type FileEntry, type FileList } from './changed-files.ts';
import { compareTrees } from './compare-trees.ts';
import { readChangedFile, type ContentSource } from './file-content.ts';
import type { Target } from './target.ts';

/** GitHub allows 100 requests at once and 900 a minute: two sides of 300 files leave room for everything else. */
const maxConcurrent = 8;
const maxFilesInFull = 300;
const maxBytes = 64_000_000;

/**
 * The changed files with their contents: the base as of the merge base, which is what the patches start from. What
 * could not be had is said in `unavailable`, also for files that GitHub does not even list.
 */
export async function readChanges(
  api: Api,
  target: Target,
  { rank, ...commits }: Commits & { readonly rank?: RankFile | undefined },
  signal?: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const listed = await listChangedFiles(api, target, commits, signal);
  const { mergeBaseSha } = listed;
  const { files, missingCount } = await completed(
    api,
    target,
    { ...listed, headSha: commits.headSha },
    signal,
  );
  const source: ContentSource = {
    api,
    target,
    mergeBaseSha,
    headSha: commits.headSha,
    budget: { leftBytes: maxBytes, leftFiles: maxFilesInFull },
    signal,
  };
  const ranked = rank ? byRank(files, rank) : files;
  const read = await mapConcurrently(ranked, (entry) => readChangedFile(source, entry));
  const places = new Map(files.map((entry, index) => [entry.filename, index]));
  const inOrder = read.toSorted((one, other) => (places.get(one.path) ?? 0) - (places.get(other.path) ?? 0));
  return missingCount === 0 ? inOrder : [...inOrder, notListed(missingCount)];
}

/** What matters most comes first: contents are read until the budget is used up. */
function byRank(files: readonly FileEntry[], rank: RankFile): readonly FileEntry[] {
  const ranks = new Map(
    files.map((entry) => [entry, rank({ path: entry.filename, changedLines: entry.changes ?? undefined })]),
  );
  return files.toSorted((one, other) => (ranks.get(other) ?? 0) - (ranks.get(one) ?? 0));
}

/** Past the end of GitHub's list the trees of the two commits tell the rest. */
async function completed(
  api: Api,
  target: Target,
  { files, missingCount, mergeBaseSha, headSha }: FileList & Pick<Commits, 'headSha'>,
  signal?: AbortSignal,
): Promise<Pick<FileList, 'files' | 'missingCount'>> {
  if (missingCount === 0) return { files, missingCount };
  const known = new Set(
    files.flatMap(({ filename, previous_filename: former }) => [filename, ...(former ? [former] : [])]),
  );
  const byTree = await compareTrees(api, target, { from: mergeBaseSha, to: headSha }, signal);
  const rest = byTree.files.filter(({ filename }) => !known.has(filename));
  return {
    files: [...files, ...rest],
    missingCount: byTree.isWhole ? 0 : Math.max(1, missingCount - rest.length),
  };
}

function notListed(count: number): ChangedFile {
  return {
    path: `(${count} more files)`,
    status: 'modified',
    unavailable: 'not-listed-by-github',
  };
}

/** Like `Promise.all` over `map`, a few at a time. The first failure ends it: no further item is begun. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const work = async () => {
    for (const [index, item] of queue) {
      if (hasFailed) return;
      try {
        results[index] = await map(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: maxConcurrent }, work));
  return results;
}
