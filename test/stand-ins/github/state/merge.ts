import { signatureOf, tipOf } from './branches.ts';
import { closePull, moveBranch } from './issues.ts';
import type { PullIssue, User } from './model.ts';
import { changesOf } from './pull-diff.ts';
import type { MergeGroup, World } from './world.ts';

/** Merges a pull request with a merge commit. */
export function mergePull(world: World, issue: PullIssue, by: User): void {
  const { repository, pull } = issue;
  moveBranch(world, repository, { branch: pull.baseRef, sha: mergeCommit(world, issue, by) }, by);
  closePull(world, issue, by, true);
}

/** Puts a pull request into the merge queue: a commit of its own, which needs its checks. */
export function queuePull(world: World, issue: PullIssue, by: User): MergeGroup {
  const { repository, number, pull } = issue;
  const headSha = mergeCommit(world, issue, by);
  const baseSha = tipOf(repository, pull.baseRef);
  const branch = `gh-readonly-queue/${pull.baseRef}/pr-${number}-${baseSha}`;
  repository.branches.set(branch, headSha);
  const group = { headSha, headRef: `refs/heads/${branch}`, baseSha, baseRef: `refs/heads/${pull.baseRef}` };
  world.emit({ event: 'merge_group', action: 'checks_requested', repository, group, sender: by });
  return group;
}

/** Where both sides changed a file, the head's version is taken. */
function mergeCommit(world: World, issue: PullIssue, by: User): string {
  const { repository, number, pull } = issue;
  const { store } = repository;
  const base = tipOf(repository, pull.baseRef);
  const snapshot = new Map(store.snapshotOf(base));
  for (const { path, previousPath, after } of changesOf(issue)) {
    if (previousPath !== undefined) snapshot.delete(previousPath);
    if (after) snapshot.set(path, after);
    else snapshot.delete(path);
  }
  const signature = signatureOf(by, world.now());
  const { sha } = store.writeCommit({
    tree: store.writeSnapshot(snapshot),
    parents: [base, pull.headSha],
    author: signature,
    committer: signature,
    message: `Merge pull request #${number} from ${pull.headOwner.login}/${pull.headRef}`,
  });
  return sha;
}
