import { ObjectStore } from '../git/object-store.ts';
import { TreeDiffs } from '../git/tree-diff.ts';
import type { Issue, PullIssue, Repository, Role, User } from './model.ts';
import type { World } from './world.ts';

export interface NewRepository {
  readonly owner: User;
  readonly name: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
}

export function createRepository(world: World, fields: NewRepository): Repository {
  const store = new ObjectStore();
  return register(world, fields, { store, diffs: new TreeDiffs(store), parent: undefined });
}

/** A fork shares the objects of its parent and starts with its branches. */
export function forkRepository(world: World, parent: Repository, owner: User): Repository {
  const { name, defaultBranch, isPrivate, store, diffs } = parent;
  const fork = register(world, { owner, name, defaultBranch, isPrivate }, { store, diffs, parent });
  for (const [branch, sha] of parent.branches) fork.branches.set(branch, sha);
  return fork;
}

function register(
  world: World,
  fields: NewRepository,
  network: Pick<Repository, 'store' | 'diffs' | 'parent'>,
): Repository {
  if (findRepository(world, fields.owner.login, fields.name)) {
    throw new Error(`repository ${fields.owner.login}/${fields.name} exists`);
  }
  const repository: Repository = {
    ...fields,
    ...network,
    id: world.nextId(),
    formerNames: new Set(),
    branches: new Map(),
    roles: new Map(),
    isArchived: false,
    blockedStatus: undefined,
    hasIssues: true,
    createdAt: world.now(),
    pushedAt: world.now(),
    labels: new Map(),
    issues: new Map(),
    comments: new Map(),
    reviews: new Map(),
    reviewComments: new Map(),
    resolvedThreads: new Set(),
    checkSuites: new Map(),
    checkRuns: new Map(),
  };
  world.repositories.set(repository.id, repository);
  return repository;
}

/** Names compare without case, as on GitHub. */
export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return ownedBy(world, owner).find((repository) => isSameName(repository.name, name));
}

/** The repository that had this name before a rename. */
export function findRenamed(world: World, owner: string, name: string): Repository | undefined {
  return ownedBy(world, owner).find((repository) => repository.formerNames.has(name.toLowerCase()));
}

function ownedBy(world: World, owner: string): Repository[] {
  return [...world.repositories.values()].filter((repository) => isSameName(repository.owner.login, owner));
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function renameRepository(repository: Repository, name: string): void {
  repository.formerNames.add(repository.name.toLowerCase());
  repository.name = name;
}

/** Pull requests from a deleted fork stay, without their head repository. */
export function deleteRepository(world: World, repository: Repository): void {
  world.repositories.delete(repository.id);
  for (const other of world.repositories.values()) {
    for (const issue of pullsOf(other)) {
      if (issue.pull.headRepository === repository) issue.pull.headRepository = undefined;
    }
  }
}

export function pullsOf(repository: Repository): PullIssue[] {
  return [...repository.issues.values()].filter(isPull);
}

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined;
}

/** The commit behind a branch name, a full ref, `HEAD`, a pull request's ref or a commit id. */
export function resolveRef(repository: Repository, ref: string): string | undefined {
  const pullNumber = /^(?:refs\/)?pull\/(\d+)\/head$/.exec(ref)?.[1];
  if (pullNumber !== undefined) return repository.issues.get(Number(pullNumber))?.pull?.headSha;
  const branch =
    repository.branches.get(ref.replace(/^(?:refs\/)?heads\//, '')) ?? repository.branches.get(ref);
  return branch ?? repository.store.commit(ref)?.sha;
}

export function roleOf(repository: Repository, user: User): Role {
  if (repository.owner === user) return 'admin';
  return repository.roles.get(user.login.toLowerCase()) ?? (repository.isPrivate ? 'none' : 'read');
}

export function authorAssociation(repository: Repository, user: User): string {
  if (repository.owner === user) return 'OWNER';
  if (!repository.roles.has(user.login.toLowerCase())) return 'NONE';
  return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
}
