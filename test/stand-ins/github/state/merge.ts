import { signatureOf, tipOf } from './branches.ts';
import { closePull, moveBranch } from './issues.ts';
import type { PullIssue, User } from './model.ts';
import { changesOf } from './pull-diff.ts';
import type { World } from './world.ts';

/** Merges a pull request with a merge commit. Where both sides changed a file, the head's version is taken. */
export function mergePull(world: World, issue: PullIssue, by: User): void {
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
  moveBranch(world, repository, { branch: pull.baseRef, sha }, by);
  closePull(world, issue, by, true);
}
