import { z } from 'zod';
import type { ChangedFile } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { pullOf, repositoryOf, type Target } from './target.ts';

/** GitHub's limits: files of a comparison, and of a pull request's list. */
export const maxComparedFiles = 300;
const maxListedFiles = 3_000;

export const FileEntry = z.object({
  filename: z.string(),
  previous_filename: z.string().nullish(),
  status: z.string(),
  /** Of the blob on the head side, of the base for removed files. */
  sha: z.string().nullish(),
  changes: z.number().nullish(),
  patch: z.string().nullish(),
});
export type FileEntry = z.infer<typeof FileEntry>;

const Comparison = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z.array(FileEntry).nullish(),
});
const Pull = z.object({ head: z.object({ sha: z.string() }), changed_files: z.number().nullish() });

export interface Commits {
  readonly baseSha: string;
  readonly headSha: string;
}

export interface FileList {
  readonly mergeBaseSha: string;
  readonly files: readonly FileEntry[];
  /** Files of the change that GitHub does not list. */
  readonly missingCount: number;
}

/**
 * The files that `headSha` changes since it left the base, with their patches. Up to 300 come from a comparison of the
 * two commits; more only from the pull request's own list, which is that of its newest commit: then `bots.target_moved`
 * is thrown when that is another one.
 */
export async function listChangedFiles(
  api: Api,
  target: Target,
  commits: Commits,
  signal?: AbortSignal,
): Promise<FileList> {
  const { merge_base_commit: mergeBase, files } = await compare(api, target, commits, signal);
  if (files && files.length < maxComparedFiles) {
    return { mergeBaseSha: mergeBase.sha, files, missingCount: 0 };
  }
  const listed = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: pullOf(target),
    answer: FileEntry,
    maxPages: maxListedFiles / 100,
    signal,
  });
  const pull = await api.call({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: pullOf(target),
    answer: Pull,
    signal,
  });
  if (pull.head.sha !== commits.headSha) throw movedError(target);
  const missingCount = Math.max(0, (pull.changed_files ?? 0) - listed.length);
  return { mergeBaseSha: mergeBase.sha, files: listed, missingCount };
}

async function compare(api: Api, target: Target, { baseSha, headSha }: Commits, signal?: AbortSignal) {
  try {
    return await api.call({
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      // One commit a page: only the merge base and the files are read, which come with the first page.
      parameters: { ...repositoryOf(target), basehead: `${baseSha}...${headSha}`, per_page: 1 },
      answer: Comparison,
      signal,
    });
  } catch (error) {
    const isUnrelated =
      error instanceof AmasError && String(error.details['github']).startsWith('No common ancestor');
    throw isUnrelated ? noCommonHistory(target) : error;
  }
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  added: 'added',
  removed: 'removed',
  renamed: 'renamed',
  copied: 'copied',
};

/** GitHub's `changed` is a change of type or mode, its `unchanged` a leftover of a force-push. */
export function statusOf({ status }: FileEntry): ChangedFile['status'] {
  return statuses[status] ?? 'modified';
}

function noCommonHistory(target: Target): AmasError {
  return new AmasError('bots.no_common_history', 'base and head have no common commit', {
    publicMessage:
      'The pull request has no commit in common with its base branch, so there is no change to look at. Rebase it onto the base branch, and it is reviewed again.',
    details: { platform: 'github', number: target.number },
  });
}

function movedError(target: Target): AmasError {
  return new AmasError('bots.target_moved', 'the pull request was pushed to while it was read', {
    retry: 'backoff',
    publicMessage: 'The pull request was pushed to while it was read. AMAS reads it again by itself.',
    details: { platform: 'github', number: target.number },
  });
}
