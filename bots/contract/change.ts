import type { Subject } from './event.ts';
import type { JsonObject } from './json.ts';

/** A changed file as the platform gives it. `base` and `head` are whole contents, absent on the side where the file does not exist. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'copied';
  /** Unified diff hunks without file headers, as the platform shows them; absent for binary or oversized files. */
  readonly patch?: string;
  readonly base?: Uint8Array;
  readonly head?: Uint8Array;
  /** Why the content or the diff could not be had: stated in the receipt, never silent. */
  readonly unavailable?: string;
}

/** How much a file matters, by its path and by how many of its lines change, where that is known. */
export type RankFile = (file: { readonly path: string; readonly changedLines: number | undefined }) => number;

/** A pull request as it stands now. */
export interface PullRequest {
  readonly subject: Subject;
  readonly author: string;
  readonly isBotAuthor: boolean;
  readonly labels: readonly string[];
  readonly body: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly headSha: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly isDraft: boolean;
  readonly isFork: boolean;
  /** When anything of it was changed last, ISO 8601, on the platform's clock. */
  readonly updatedAt?: string;
  /** The branch that others of the repository usually go into, when that is known. */
  readonly defaultBranch?: string;
  /** Set for what a merge queue would merge: the id of the pull request it comes from. */
  readonly queuedFrom?: string;
  /** Where a receipt of work on it belongs. */
  readonly replyTo: JsonObject;
}

/** How a commit relates to the head of a pull request. */
export interface Since {
  readonly relation: 'ahead' | 'same' | 'rewritten';
  /** Files that differ between the two; absent when the platform does not list all of them. */
  readonly paths?: readonly string[];
  /** Former and present names of files renamed between them. */
  readonly renames: readonly (readonly [string, string])[];
}

/** Whether a pull request takes a commit back. */
export type RevertCheck =
  /** Every file of the commit, and nothing else; it is part of the base branch. */
  | { readonly kind: 'exact'; readonly commit: string }
  /** Not so, with the reason in public words. */
  | { readonly kind: 'other'; readonly reason: string };

/** A file of a repository, or why it cannot be read. */
export interface RepositoryFile {
  /** For people: `octo/repo@main:.amas.yml`. */
  readonly place: string;
  readonly bytes?: Uint8Array;
  readonly unavailable?: string;
}

/** Whose file: of the branch a pull request goes into or comes from, or of the owner, for all repositories. */
export type FileOwner = 'base' | 'head' | 'organization';
