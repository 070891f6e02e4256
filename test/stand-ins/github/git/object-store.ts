import {
  encodeCommit,
  encodeTree,
  hashObject,
  inGitOrder,
  treeMode,
  type CommitFields,
  type FileMode,
  type TreeEntry,
} from './git-object.ts';

export interface Commit extends CommitFields {
  readonly sha: string;
}

export interface FileEntry {
  readonly mode: FileMode;
  readonly sha: string;
}

/** Every file of a tree by its full path. */
export type Snapshot = ReadonlyMap<string, FileEntry>;

interface Folder {
  readonly files: Map<string, FileEntry>;
  readonly folders: Map<string, Folder>;
}

/** Git objects in memory under their true ids. A repository and its forks share one store, as on GitHub. */
export class ObjectStore {
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #commits = new Map<string, Commit>();
  readonly #snapshots = new Map<string, Snapshot>();

  writeBlob(content: Uint8Array): string {
    const data = Buffer.from(content);
    const sha = hashObject('blob', data);
    this.#blobs.set(sha, data);
    return sha;
  }

  /** Writes the tree of a snapshot, folders included, and answers its id. */
  writeSnapshot(snapshot: Snapshot): string {
    const root: Folder = { files: new Map(), folders: new Map() };
    for (const [path, entry] of snapshot) placeFile(root, path, entry);
    const sha = this.#writeFolder(root);
    this.#snapshots.set(sha, new Map(snapshot));
    return sha;
  }

  writeCommit(fields: CommitFields): Commit {
    const sha = hashObject('commit', encodeCommit(fields));
    const commit = { ...fields, sha };
    this.#commits.set(sha, commit);
    return commit;
  }

  blob(sha: string): Buffer | undefined {
    return this.#blobs.get(sha);
  }

  tree(sha: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(sha);
  }

  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  /** The files of a commit. Throws for an id that this store never wrote. */
  snapshotOf(commitSha: string): Snapshot {
    const snapshot = this.#snapshots.get(this.#commits.get(commitSha)?.tree ?? '');
    if (!snapshot) throw new Error(`no snapshot of commit ${commitSha}`);
    return snapshot;
  }

  #writeFolder(folder: Folder): string {
    const entries = inGitOrder([
      ...[...folder.folders].map(([name, inner]): TreeEntry => ({
        mode: treeMode,
        name,
        sha: this.#writeFolder(inner),
      })),
      ...[...folder.files].map(([name, entry]): TreeEntry => ({ mode: entry.mode, name, sha: entry.sha })),
    ]);
    const sha = hashObject('tree', encodeTree(entries));
    this.#trees.set(sha, entries);
    return sha;
  }
}

function placeFile(root: Folder, path: string, entry: FileEntry): void {
  const names = path.split('/');
  const fileName = names.pop();
  if (fileName === undefined || fileName === '' || names.includes('')) throw new Error(`bad path: ${path}`);
  let folder = root;
  for (const name of names) {
    const inner = folder.folders.get(name) ?? { files: new Map(), folders: new Map() };
    folder.folders.set(name, inner);
    folder = inner;
  }
  folder.files.set(fileName, entry);
}
