import type { FileMode, Signature } from '../git/git-object.ts';
import type { Commit, FileEntry, ObjectStore, Snapshot } from '../git/object-store.ts';
import type { Repository, User } from './model.ts';
import type { World } from './world.ts';

/** What a file holds: text, bytes, a link, an executable, or a submodule's commit. */
export type FileContent =
  | string
  | Uint8Array
  | { readonly executable: string }
  | { readonly linkTo: string }
  | { readonly submodule: string };

export type Files = Readonly<Record<string, FileContent>>;
/** Files to write; `null` deletes. */
export type Changes = Readonly<Record<string, FileContent | null>>;

export interface CommitOptions {
  readonly message: string;
  readonly author: User;
}

/** Commits on top of `parents` without moving a branch. Times are whole seconds, as git keeps them. */
export function writeCommit(
  world: World,
  repository: Repository,
  content: { readonly parents: readonly string[]; readonly changes: Changes },
  options: CommitOptions,
): Commit {
  const { store } = repository;
  const parent = content.parents[0];
  const snapshot = applyChanges(
    store,
    parent === undefined ? new Map() : store.snapshotOf(parent),
    content.changes,
  );
  const signature = signatureOf(options.author, world.now());
  return store.writeCommit({
    tree: store.writeSnapshot(snapshot),
    parents: content.parents,
    author: signature,
    committer: signature,
    message: options.message,
  });
}

export function signatureOf({ login, id }: User, at: number): Signature {
  return { name: login, email: `${id}+${login}@users.noreply.github.com`, at };
}

export function tipOf(repository: Repository, branch: string): string {
  const sha = repository.branches.get(branch);
  if (sha === undefined)
    throw new Error(`no branch ${branch} in ${repository.owner.login}/${repository.name}`);
  return sha;
}

function applyChanges(store: ObjectStore, before: Snapshot, changes: Changes): Map<string, FileEntry> {
  const after = new Map(before);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) {
      if (!after.delete(path)) throw new Error(`nothing to delete at ${path}`);
    } else {
      after.set(path, toEntry(store, content));
    }
  }
  return after;
}

function toEntry(store: ObjectStore, content: FileContent): FileEntry {
  if (typeof content === 'string') return blobEntry(store, '100644', content);
  if (content instanceof Uint8Array) return { mode: '100644', sha: store.writeBlob(content) };
  if ('executable' in content) return blobEntry(store, '100755', content.executable);
  if ('linkTo' in content) return blobEntry(store, '120000', content.linkTo);
  return { mode: '160000', sha: content.submodule };
}

function blobEntry(store: ObjectStore, mode: FileMode, text: string): FileEntry {
  return { mode, sha: store.writeBlob(Buffer.from(text)) };
}
