import type { Commit, ObjectStore } from './object-store.ts';

/** The commit and everything behind it. */
export function ancestry(store: ObjectStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const open = [sha];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    open.push(...(store.commit(current)?.parents ?? []));
  }
  return seen;
}

/**
 * The best common ancestor; `undefined` when the histories never met. The common commits are closed under
 * ancestry, so those that are no parent of another common commit are the best ones.
 */
export function mergeBase(store: ObjectStore, a: string, b: string): string | undefined {
  const ofA = ancestry(store, a);
  const common = [...ancestry(store, b)].filter((sha) => ofA.has(sha));
  const parents = new Set(common.flatMap((sha) => store.commit(sha)?.parents ?? []));
  return common.find((sha) => !parents.has(sha));
}

/** Commits reachable from `head` and not from `base`, oldest first: what a pull request lists. */
export function commitsBetween(store: ObjectStore, base: string, head: string): Commit[] {
  const visited = ancestry(store, base);
  const listed: Commit[] = [];
  const pending = [{ sha: head, areParentsListed: false }];
  for (let step = pending.pop(); step; step = pending.pop()) {
    const commit = store.commit(step.sha);
    if (!commit) continue;
    if (step.areParentsListed) {
      listed.push(commit);
    } else if (!visited.has(commit.sha)) {
      visited.add(commit.sha);
      pending.push({ sha: commit.sha, areParentsListed: true });
      pending.push(...commit.parents.map((sha) => ({ sha, areParentsListed: false })));
    }
  }
  return listed;
}
