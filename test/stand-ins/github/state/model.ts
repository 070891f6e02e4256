import type { ObjectStore } from '../git/object-store.ts';
import type { Side } from '../git/diff-positions.ts';
import type { TreeDiffs } from '../git/tree-diff.ts';

/** Everything the stand-in remembers. Times are milliseconds since the epoch of the stand-in's clock. */

export type Level = 'read' | 'write' | 'admin';
/** Permission name, such as `pull_requests`, to the level granted. */
export type Permissions = Readonly<Record<string, Level>>;
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

/** Who does something: a person, or an app through its bot user. */
export interface Actor {
  readonly user: User;
  readonly app: App | undefined;
}

export interface Hook {
  readonly id: number;
  url: string | undefined;
  contentType: 'json' | 'form';
  secret: string;
}

export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: User;
  readonly bot: User;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly permissions: Permissions;
  /** Events it asked for; installation and check events come unasked. */
  readonly events: readonly string[];
  readonly hook: Hook;
  readonly createdAt: number;
  readonly setupUrl: string | undefined;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: User;
  permissions: Permissions;
  /** Ids of the chosen repositories, or every repository of the account. */
  repositories: 'all' | Set<number>;
  suspendedAt: number | undefined;
  readonly createdAt: number;
}

export type Token =
  | {
      readonly kind: 'installation';
      readonly value: string;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Narrower than the installation when the mint asked for it. */
      readonly repositoryIds: ReadonlySet<number> | undefined;
      readonly validFrom: number;
      readonly expiresAt: number;
    }
  | { readonly kind: 'personal'; readonly value: string; readonly user: User };

export interface Repository {
  readonly id: number;
  readonly owner: User;
  name: string;
  readonly formerNames: Set<string>;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly parent: Repository | undefined;
  readonly store: ObjectStore;
  readonly diffs: TreeDiffs;
  /** Branch name to commit id. */
  readonly branches: Map<string, string>;
  readonly roles: Map<string, Role>;
  isArchived: boolean;
  /** The status that refuses every request to a repository taken down. */
  blockedStatus: 403 | 451 | undefined;
  hasIssues: boolean;
  readonly createdAt: number;
  pushedAt: number;
  /** Lower-case name to label. */
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, IssueComment>;
  readonly reviews: Map<number, Review>;
  readonly reviewComments: Map<number, ReviewComment>;
  /** Ids of the first comments of threads that are resolved. */
  readonly resolvedThreads: Set<number>;
  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
}

/** An issue, or the conversation of a pull request. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly user: User;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | undefined;
  readonly reactions: Reaction[];
  /** Lower-case names of labels of the repository. */
  readonly labels: Set<string>;
  readonly pull: Pull | undefined;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
}

export interface PullIssue extends Issue {
  readonly pull: Pull;
}

export interface Pull {
  readonly id: number;
  baseRef: string;
  /** The base branch's tip when the head was last pushed: not moved by pushes to the base. */
  baseSha: string;
  readonly headRef: string;
  headSha: string;
  readonly headOwner: User;
  /** Gone when the fork was deleted. */
  headRepository: Repository | undefined;
  isDraft: boolean;
  mergedAt: number | undefined;
  mergedBy: User | undefined;
}

export interface IssueComment {
  readonly id: number;
  readonly issue: Issue;
  readonly actor: Actor;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: Reaction[];
}

export type ReviewState = 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';

export interface Review {
  readonly id: number;
  readonly issue: PullIssue;
  readonly actor: Actor;
  body: string;
  state: ReviewState;
  readonly commitSha: string;
  submittedAt: number | undefined;
}

/** Where a review comment stands, as of the commit it was written on. */
export type Anchor =
  | { readonly kind: 'file' }
  | {
      readonly kind: 'line';
      readonly side: Side;
      readonly line: number;
      readonly startSide: Side | undefined;
      readonly startLine: number | undefined;
      readonly position: number;
      readonly diffHunk: string;
    };

export interface ReviewComment {
  readonly id: number;
  readonly review: Review;
  readonly issue: PullIssue;
  readonly actor: Actor;
  body: string;
  readonly path: string;
  readonly commitSha: string;
  readonly anchor: Anchor;
  readonly inReplyTo: ReviewComment | undefined;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: Reaction[];
}

export interface Reaction {
  readonly id: number;
  readonly user: User;
  readonly content: ReactionContent;
  readonly createdAt: number;
}

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;
export type ReactionContent = (typeof reactionContents)[number];

export interface CheckSuite {
  readonly id: number;
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Set by a re-request and cleared by the next run: the suite shows as queued although its runs are done. */
  isRerequested: boolean;
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: string | undefined;
  startedAt: number | undefined;
  completedAt: number | undefined;
  detailsUrl: string | undefined;
  externalId: string;
  output: { title: string | undefined; summary: string | undefined; text: string | undefined };
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
}
