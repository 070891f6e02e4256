import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Access, Authorisation } from './access.ts';
import type {
  ChangedFile,
  FileOwner,
  PullRequest,
  RankFile,
  RepositoryFile,
  RevertCheck,
  Since,
} from './change.ts';
import type { Objection, Thread, Voice } from './conversation.ts';
import type { Actor, PlatformEvent } from './event.ts';
import type { Issue, Label } from './issue.ts';
import type { JsonObject } from './json.ts';
import type { Posted, Reply } from './reply.ts';

/** What bots need from their host, passed in so that tests hold it. */
export interface BotHost {
  readonly log: Logger;
  readonly clock: Clock;
  /** Absent: nobody else writes to the same accounts. */
  readonly pace?: Pace;
}

/** The writes of all processes to one account of a platform, which limits them together. */
export interface Pace {
  /**
   * Takes the turn to write now and returns 0, or returns how many milliseconds it is until one is free.
   * @param limits at most `max` writes within any `windowMs`.
   */
  take(
    accountId: string,
    limits: readonly { readonly windowMs: number; readonly max: number }[],
  ): Promise<number>;
  /** The platform asked for a pause. */
  hold(accountId: string, pauseMs: number): Promise<void>;
}

export interface FileList {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly isWhole: boolean;
}

export type AccountElsewhere =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unnamed' };

/** One connected account, opened for outbound calls. Errors are `AmasError`s of the `bots` layer. */
export interface Connection {
  /**
   * Creates or edits the one reply. Idempotent: `posted` holds what earlier calls recorded, and a call that was
   * killed before it could record finds its own traces on the platform. `record` is called after each visible effect.
   */
  reply(
    reply: Reply,
    posted: Posted,
    record: (posted: Posted) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<Posted>;
  /**
   * May this actor do what needs `access` on the subject? Asked of the platform, whose answer is kept for a minute at
   * most. Absent where the platform has no finer right than membership.
   */
  authorise?(event: PlatformEvent, access: Access): Promise<Authorisation>;
  /**
   * Who somebody of this platform is on another, as whoever set AMAS up said. `unnamed`: of others it was said, of this
   * person not. Undefined where nothing was said of anybody: then nobody can ask the other platform about them.
   */
  accountOn?(actor: Actor, platform: string): AccountElsewhere | undefined;
  /**
   * May this actor decide about money here? Absent where roles on the subject say so. Asked where nobody said who
   * somebody of this platform is on the subject's.
   */
  mayDecide?(event: PlatformEvent): Promise<Authorisation>;
  /** The pull request behind a URL or a subject id, when the platform has such. */
  pullRequest?(subjectIdOrUrl: string): Promise<PullRequest>;
  /**
   * All its changed files, with the contents of as many as fit, in one read.
   * @param rank which contents matter most: the highest are fetched first.
   */
  changedFiles?(
    pullRequest: PullRequest,
    signal?: AbortSignal,
    rank?: RankFile,
  ): Promise<readonly ChangedFile[]>;
  /**
   * A text file of the repository that a subject belongs to, at a commit. Undefined when there is none of that name, or
   * it is no text of at most 200 kB.
   */
  fileAt?(subjectId: string, commit: string, path: string, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * The regular files of the repository that a subject belongs to, at a commit; not `isWhole` where the platform lists a
   * part of them.
   */
  filesAt?(subjectId: string, commit: string, signal?: AbortSignal): Promise<FileList>;
  /** Messages of its commits, oldest first, at most 100. Text of strangers, as all of a pull request. */
  commitMessages?(
    pullRequest: PullRequest,
    signal?: AbortSignal,
  ): Promise<readonly { readonly sha: string; readonly message: string }[]>;
  /** Whether it takes back this commit of its base branch exactly. */
  revertOf?(pullRequest: PullRequest, commit: string, signal?: AbortSignal): Promise<RevertCheck>;
  /** The issue behind a subject id. */
  issue?(subjectId: string): Promise<Issue>;
  /** Issues of the same repository that the pull request says it closes, at most five. */
  linkedIssues?(pullRequest: PullRequest): Promise<readonly Issue[]>;
  /** Labels of the repository that a subject belongs to. */
  labels?(subjectId: string): Promise<readonly Label[]>;
  /** Other issues of the repository that share telling words with this one, as the platform's search finds them. */
  similarIssues?(issue: Issue): Promise<readonly Issue[]>;
  /** The thread that an event speaks in; undefined when it is gone. */
  thread?(event: PlatformEvent): Promise<Thread | undefined>;
  /** What became of the pull request since one of its commits. */
  changedSince?(pullRequest: PullRequest, revision: string, signal?: AbortSignal): Promise<Since>;
  /** What is said beside its lines; `target` is where a reply to it belongs. */
  voices?(target: JsonObject, signal?: AbortSignal): Promise<readonly Voice[]>;
  /** Signs of people on AMAS's findings on a pull request; a bounded number of them, those on the newest comments. */
  objections?(target: JsonObject, signal?: AbortSignal): Promise<readonly Objection[]>;
  /**
   * A small file as it stands now; undefined where there is none, or none that may be seen. Without a base branch that of
   * the default branch.
   */
  repositoryFile?(
    subject: Pick<PullRequest, 'replyTo'> & Partial<Pick<PullRequest, 'baseRef' | 'headSha'>>,
    file: { readonly owner: FileOwner; readonly path: string },
    signal?: AbortSignal,
  ): Promise<RepositoryFile | undefined>;
  /** A sign within a second that a request was seen (a reaction). Never throws for lack of a right. */
  acknowledge?(event: PlatformEvent): Promise<void>;
  /**
   * Tells whoever asked, and nobody else, that they may not. Absent where all that is said is public: a stranger must not
   * be able to make the bot talk. Never throws for a failure of the platform.
   */
  refuse?(event: PlatformEvent, remedy: string): Promise<void>;
}
