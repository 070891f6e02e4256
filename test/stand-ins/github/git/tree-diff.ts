import { diffLines, formatHunks, type Hunk } from './line-diff.ts';
import type { FileEntry, ObjectStore, Snapshot } from './object-store.ts';
import { findRenames, type Candidate } from './renames.ts';

/** One changed file between two commits, as `GET pulls/N/files` tells it. */
export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly before?: FileEntry;
  readonly after?: FileEntry;
  readonly additions: number;
  readonly deletions: number;
  /** Absent for binary files, for diffs too large to show, and when only name or mode changed. */
  readonly hunks?: readonly Hunk[];
  readonly isBinary: boolean;
}

/** One file's diff is shown up to here: docs.github.com, repository limits. */
const maxPatchBytes = 500 * 1024;
const maxPatchLines = 20_000;

/** Diffs between commits of one store, each computed once. */
export class TreeDiffs {
  readonly #store: ObjectStore;
  readonly #cache = new Map<string, readonly FileChange[]>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Changed files in git's order of (new) paths. Both arguments are commit ids; before a first commit there is nothing. */
  between(fromSha: string | undefined, toSha: string): readonly FileChange[] {
    const key = `${fromSha}..${toSha}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const changes = compareSnapshots(
      this.#store,
      fromSha === undefined ? new Map() : this.#store.snapshotOf(fromSha),
      this.#store.snapshotOf(toSha),
    );
    this.#cache.set(key, changes);
    return changes;
  }
}

function compareSnapshots(store: ObjectStore, before: Snapshot, after: Snapshot): FileChange[] {
  const removed = candidates(before, after);
  const added = candidates(after, before);
  const renames = findRenames(store, removed, added);
  const renamedAway = new Set(renames.values());
  const changes: FileChange[] = [];
  for (const [path, entry] of after) {
    const previousPath = renames.get(path);
    const previous = before.get(previousPath ?? path);
    if (previous && isSame(previous, entry) && previousPath === undefined) continue;
    changes.push(changeOf(store, { path, previousPath, before: previous, after: entry }));
  }
  for (const [path, entry] of before) {
    if (!after.has(path) && !renamedAway.has(path)) {
      changes.push(changeOf(store, { path, previousPath: undefined, before: entry, after: undefined }));
    }
  }
  return changes.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

/** Files only `snapshot` has; submodules are never renamed. */
function candidates(snapshot: Snapshot, other: Snapshot): Candidate[] {
  return [...snapshot]
    .filter(([path, entry]) => !other.has(path) && entry.mode !== '160000')
    .map(([path, entry]) => ({ path, sha: entry.sha }));
}

function isSame(a: FileEntry, b: FileEntry): boolean {
  return a.sha === b.sha && a.mode === b.mode;
}

interface Pairing {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly before: FileEntry | undefined;
  readonly after: FileEntry | undefined;
}

function changeOf(store: ObjectStore, pairing: Pairing): FileChange {
  const { path, previousPath, before, after } = pairing;
  const oldContent = contentOf(store, before);
  const newContent = contentOf(store, after);
  const isBinary = looksBinary(oldContent) || looksBinary(newContent);
  const hunks = isBinary ? [] : diffLines(oldContent, newContent);
  return {
    path,
    ...(previousPath === undefined ? {} : { previousPath }),
    status: statusOf(pairing),
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    additions: countPrefix(hunks, '+'),
    deletions: countPrefix(hunks, '-'),
    ...(isShown(hunks) ? { hunks } : {}),
    isBinary,
  };
}

function statusOf({ previousPath, before, after }: Pairing): FileChange['status'] {
  if (previousPath !== undefined) return 'renamed';
  if (!before) return 'added';
  if (!after) return 'removed';
  return before.sha === after.sha ? 'changed' : 'modified';
}

/** What git compares: for a submodule, the one line that names its commit. */
function contentOf(store: ObjectStore, entry: FileEntry | undefined): Buffer {
  if (!entry) return Buffer.alloc(0);
  if (entry.mode === '160000') return Buffer.from(`Subproject commit ${entry.sha}\n`);
  return store.blob(entry.sha) ?? Buffer.alloc(0);
}

/** Git's rule: a NUL among the first 8,000 bytes. */
function looksBinary(content: Buffer): boolean {
  return content.subarray(0, 8_000).includes(0);
}

function countPrefix(hunks: readonly Hunk[], prefix: string): number {
  return hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(prefix)).length, 0);
}

function isShown(hunks: readonly Hunk[]): boolean {
  if (hunks.length === 0) return false;
  const lineCount = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  return lineCount <= maxPatchLines && Buffer.byteLength(formatHunks(hunks)) <= maxPatchBytes;
}
