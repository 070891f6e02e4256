import type { ChangedFile } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { listChangedFiles, type Commits } from './changed-files.ts';
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
  commits: Commits,
  signal?: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const { mergeBaseSha, files, missingCount } = await listChangedFiles(api, target, commits, signal);
  const source: ContentSource = {
    api,
    target,
    mergeBaseSha,
    headSha: commits.headSha,
    budget: { leftBytes: maxBytes, leftFiles: maxFilesInFull },
    signal,
  };
  const read = await mapConcurrently(files, (entry) => readChangedFile(source, entry));
  return missingCount === 0 ? read : [...read, notListed(missingCount)];
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
