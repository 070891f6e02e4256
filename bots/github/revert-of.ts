import { z } from 'zod';
import type { PullRequest, RevertCheck } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { FileEntry, maxComparedFiles } from './changed-files.ts';
import { isInversePatch } from './inverse-patch.ts';
import { repositoryOf, type Target } from './target.ts';

const Commit = z.object({
  sha: z.string(),
  files: z.array(FileEntry).nullish(),
});
const Comparison = z.object({ status: z.string(), files: z.array(FileEntry).nullish() });

/**
 * Whether a pull request takes back a commit of its base branch exactly: every file of it, and nothing else. A merge
 * commit is what it brought to the branch it was merged into. What GitHub does not show in full is not called exact.
 */
export async function revertOf(
  api: Api,
  target: Target,
  { pullRequest, commit }: { readonly pullRequest: PullRequest; readonly commit: string },
  signal?: AbortSignal,
): Promise<RevertCheck> {
  const { baseSha, headSha } = pullRequest;
  const compare = (from: string, to: string) =>
    unlessGone(() =>
      api.call({
        route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
        parameters: { ...repositoryOf(target), basehead: `${from}...${to}`, per_page: 1 },
        answer: Comparison,
        signal,
      }),
    );
  const reverted = await unlessGone(() =>
    api.call({
      route: 'GET /repos/{owner}/{repo}/commits/{ref}',
      parameters: { ...repositoryOf(target), ref: commit },
      answer: Commit,
      signal,
    }),
  );
  if (!reverted) return { kind: 'other', reason: 'there is no such commit' };
  const toBase = await compare(commit, baseSha);
  const isPartOfBase = toBase?.status === 'ahead' || toBase?.status === 'identical';
  if (!isPartOfBase) return { kind: 'other', reason: 'that commit is not part of the base branch' };
  const change = await compare(baseSha, headSha);
  const [then, now] = [reverted.files ?? [], change?.files ?? []];
  const isWhole = [then, now].every(({ length }) => length > 0 && length < maxComparedFiles);
  if (!isWhole) return { kind: 'other', reason: 'there are too many files, or none, to compare' };
  const reason = difference(then, now);
  return reason === undefined ? { kind: 'exact', commit: reverted.sha } : { kind: 'other', reason };
}

/** What keeps `now` from being the inverse of `then`, in public words. */
function difference(then: readonly FileEntry[], now: readonly FileEntry[]): string | undefined {
  if (then.length !== now.length) {
    return `it changes ${now.length} files where that commit changed ${then.length}`;
  }
  // Both name a renamed file by where it is after them.
  const taken = new Map(now.map((file) => [file.previous_filename ?? file.filename, file]));
  const other = then.find((file) => {
    const back = taken.get(file.filename);
    return back === undefined || !isInverse(file, back);
  });
  return other && `\`${other.filename.replaceAll('`', '')}\` is not as it was before that commit`;
}

const inverseStatus: Readonly<Record<string, string>> = {
  added: 'removed',
  removed: 'added',
  modified: 'modified',
  renamed: 'renamed',
};

function isInverse(file: FileEntry, back: FileEntry): boolean {
  if (inverseStatus[file.status] !== back.status) return false;
  if ((file.previous_filename ?? file.filename) !== back.filename) return false;
  if (file.patch && back.patch) return isInversePatch(file.patch, back.patch);
  // Without a diff both name one blob: what was added is what is removed, what was moved is moved back.
  const isOneBlob = file.status !== 'modified' && file.sha !== undefined && file.sha === back.sha;
  return isOneBlob && !file.patch && !back.patch;
}

/** GitHub answers a commit that it does not have with 404 or 422. */
async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof AmasError ? error.code : undefined;
    if (code === 'bots.target_gone' || code === 'bots.refused') return undefined;
    throw error;
  }
}
