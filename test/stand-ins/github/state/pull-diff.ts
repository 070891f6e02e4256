import { ancestry, commitsBetween, mergeBase } from '../git/history.ts';
import type { Commit } from '../git/object-store.ts';
import type { FileChange } from '../git/tree-diff.ts';
import type { PullIssue, Repository } from './model.ts';

/**
 * What a pull request changes, up to `sha` (its head by default): the difference from the merge base, never from
 * the base's tip. Empty when base and head have no commit in common, as after a force-push of foreign history.
 */
export function changesOf(issue: PullIssue, sha: string = issue.pull.headSha): readonly FileChange[] {
  const { store, diffs } = issue.repository;
  const base = mergeBase(store, issue.pull.baseSha, sha);
  return base === undefined ? [] : diffs.between(base, sha);
}

/** Oldest first. */
export function commitsOf(issue: PullIssue): Commit[] {
  return commitsBetween(issue.repository.store, issue.pull.baseSha, issue.pull.headSha);
}

export function isPartOf(issue: PullIssue, sha: string): boolean {
  return commitsOf(issue).some((commit) => commit.sha === sha);
}

export interface Comparison {
  readonly base: Commit;
  readonly head: Commit;
  readonly mergeBase: Commit;
  readonly ahead: readonly Commit[];
  readonly behindBy: number;
  readonly changes: readonly FileChange[];
}

/** `undefined` when the two have no commit in common. */
export function compareCommits(repository: Repository, base: Commit, head: Commit): Comparison | undefined {
  const { store, diffs } = repository;
  const common = store.commit(mergeBase(store, base.sha, head.sha) ?? '');
  if (!common) return undefined;
  const ofHead = ancestry(store, head.sha);
  return {
    base,
    head,
    mergeBase: common,
    ahead: commitsBetween(store, base.sha, head.sha),
    behindBy: [...ancestry(store, base.sha)].filter((sha) => !ofHead.has(sha)).length,
    changes: diffs.between(common.sha, head.sha),
  };
}
