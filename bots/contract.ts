import type { z } from 'zod';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';

/** A value that survives `JSON.stringify` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One HTTP request as the hub read it: bytes, never parsed. Header names are lower case and each appears once. */
export interface InboundRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch, of the hub's clock. */
  readonly receivedAt: number;
}

export type RejectReason =
  | 'signature_absent'
  | 'signature_wrong'
  | 'timestamp_stale'
  | 'malformed_handshake'
  | 'not_configured';

/**
 * What a platform's request turned out to be. Expected outcomes are values; `apps/hub` holds the one table that
 * maps them to HTTP statuses.
 */
export type Received =
  | {
      readonly kind: 'delivery';
      /** The sender's own id of this delivery, stable across its retries: the dedupe key. */
      readonly externalId: string;
      /** The sender's name of the event, such as `pull_request` or `app_mention`. */
      readonly event: string;
      /** Which of several active secrets signed it (0 = the first): watched during a rotation. */
      readonly keyIndex: number;
      /** What the sender expects as the body of a 200, when that is not the hub's own JSON (a Slack command). */
      readonly acknowledgement?: { readonly contentType: string; readonly body: string };
    }
  | {
      readonly kind: 'handshake';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: RejectReason };

/** A stored delivery, as the worker reads it back. */
export interface Delivery {
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly platform: string;
  readonly event: string;
  readonly externalId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** How much the person or program behind an event is trusted on the platform it came from. */
export type Trust = 'owner' | 'member' | 'collaborator' | 'outsider' | 'unknown';

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** True when AMAS itself caused the event; such events never lead to a task. */
  readonly isSelf: boolean;
  readonly trust: Trust;
}

/** The thing an event is about. `id` is unique in its platform, such as `octo/repo#12`. */
export interface Subject {
  readonly type: 'pull_request' | 'issue' | 'channel' | 'installation' | 'other';
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** The version of the subject the event speaks of: a head commit for a pull request. */
  readonly revision?: string;
}

/** A request in words: `/amas review https://… --full` is `{ name: 'review', args: ['https://…', '--full'] }`. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
  /** What followed the name, as it was written: later lines too, which only commands that take a text read. */
  readonly rest?: string;
  /** Nobody addressed AMAS: words in a thread that mean this when the thread is one of AMAS's own. */
  readonly isImplied?: true;
}

/** Roles on a repository, least first: each may do what those before it may. */
export const roles = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Who may: everybody from a role on, or only those named, each a login or `organization/team`; of these only whoever has
 * the role, where one is given too.
 */
export type Access = { readonly role: Role } | { readonly names: readonly string[]; readonly role?: Role };

export type Authorisation =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string; readonly remedy: string };

/** The one normal form of what happened. Nothing past `bots/<platform>` knows a vendor's field names. */
export interface PlatformEvent {
  /** Dedupe key, unique in the project. */
  readonly key: string;
  readonly platform: string;
  /** Platform-neutral where platforms agree: `pull_request.opened`, `command`, `mention`, `integration.added` … */
  readonly kind: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  readonly organizationId: string;
  readonly projectId: string;
  /** The account on the platform: a GitHub installation id, a Slack team id. */
  readonly accountId?: string;
  readonly actor: Actor;
  readonly subject?: Subject;
  /** The thread beside a line of the change that this was written in. */
  readonly thread?: { readonly id: string };
  /** What the person wrote, or the subject's own text. Untrusted: data, never instructions. */
  readonly text: string;
  readonly command?: Command;
  /** For events of a pull request. */
  readonly facts?: PullRequestFacts;
  /** Where an answer belongs. Only the bot that made it reads it. */
  readonly replyTo?: JsonObject;
}

/** Every "no" has a code and, where a person can change it, the remedy in one sentence. */
export type Normalised =
  | { readonly kind: 'event'; readonly event: PlatformEvent }
  | {
      readonly kind: 'ignored';
      readonly reason: string;
      readonly remedy?: string;
      readonly subjectUrl?: string;
    }
  | { readonly kind: 'malformed'; readonly reason: string };

/** One located remark of a reply. Line numbers are 1-based; `old` counts in the base version. */
export interface Remark {
  readonly fingerprint: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly title: string;
  /** CommonMark. */
  readonly detail: string;
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly side: 'old' | 'new';
  /** Replaces lines `line` to `endLine` of the new side, exactly. */
  readonly suggestion?: string;
  /** Never beside the code: it stands in the message itself. */
  readonly place?: 'summary';
}

/**
 * What the work amounted to. `pending` while it goes on. `passed` is said only when all that was asked for was
 * looked at and nothing reached the threshold; `incomplete` when a part was not looked at; `not-done` when nothing was;
 * `skipped` when it was not to be.
 */
export type Verdict =
  | 'pending'
  | 'passed'
  | 'attention'
  | 'incomplete'
  | 'not-done'
  | 'skipped'
  | 'cancelled';

/** What somebody with the right asked to have changed on a pull request or an issue. */
export interface SubjectChanges {
  readonly addLabels?: readonly string[];
  readonly removeLabels?: readonly string[];
  /** CommonMark for AMAS's own marked section of the description; an empty text takes the section out. */
  readonly description?: string;
}

/** What goes back to a platform: posted once, edited afterwards. */
export interface Reply {
  /**
   * `answer`: words in one message of its own, never a check run or the review's summary. `description`: the one message
   * that describes a pull request, whoever asked for it first; edited by whatever describes it next.
   */
  readonly kind?: 'answer' | 'description';
  /** To be done on the subject before the message says that it was. Done twice, it leaves the same. */
  readonly apply?: SubjectChanges;
  /** The idempotency key: bots write it into what they post, and look for it before they post again. */
  readonly id: string;
  readonly taskId: string;
  readonly target: JsonObject;
  readonly verdict: Verdict;
  /** One line, at most 120 characters. */
  readonly title: string;
  /** CommonMark. Bots convert it to what their platform renders. */
  readonly markdown: string;
  /** While the work goes on: its steps in order. */
  readonly progress: readonly {
    readonly label: string;
    readonly state: 'waiting' | 'running' | 'done' | 'failed';
  }[];
  readonly remarks: readonly Remark[];
  /**
   * Of an answer: remarks whose suggestions are to be made ready to commit beside the code of this commit. Where each
   * stands, or why it cannot be committed, is told below the words.
   */
  readonly suggestions?: { readonly commit: string; readonly remarks: readonly Remark[] };
  /** How many of them may stand beside the code at most; as many as the platform takes when absent. */
  readonly maxBeside?: number;
  /** Remarks of earlier replies that are no longer true. Threads of theirs may be resolved, when nothing speaks against it. */
  readonly fixed?: readonly { readonly fingerprint: string; readonly isSeen: boolean }[];
  /** The account of the work, as CommonMark: for who wants to know, folded where the platform can. */
  readonly account?: string;
  /** Write a new message for each result, which notifies, instead of editing the one there is. */
  readonly isNewMessage?: boolean;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** One quiet line: models that answered, cost, duration. */
  readonly footer: string;
}

/** Ids of what was posted, for the next edit. `url` is where a person finds it. */
export type Posted = { readonly [key: string]: Json };

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

/** An issue as it stands now, or a pull request as the issue it also is. All text is of others. */
export interface Issue {
  readonly subject: Subject;
  /** `#12`. */
  readonly reference: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly state: 'open' | 'closed';
  readonly replyTo: JsonObject;
}

export interface Label {
  readonly name: string;
  readonly description: string;
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

/** The first comment of a thread beside a line of the change as it stands now, whoever wrote it. */
export interface Voice {
  readonly isOwn: boolean;
  readonly author: string;
  /** Of the finding, when AMAS wrote it. */
  readonly fingerprint?: string;
  readonly path: string;
  readonly line: number;
  readonly side: 'old' | 'new';
  readonly text: string;
  readonly url: string;
  /** The platform's id of the comment. */
  readonly id: string;
  /** ISO 8601; set when it was changed after it was written. */
  readonly editedAt?: string;
}

/** A person's sign that a finding of AMAS is wrong, without words: a 👎. */
export interface Objection {
  /** The platform's id of the sign: the same sign is the same id. */
  readonly id: string;
  readonly actor: Actor;
  /** ISO 8601. */
  readonly at: string;
  readonly threadId: string;
  /** Where an answer belongs: the thread of the finding. */
  readonly replyTo: JsonObject;
}

/** A conversation beside a line of a change. Everything but AMAS's own comments is text of others: data. */
export interface Thread {
  /** AMAS began it: what is said there is said to AMAS. */
  readonly isOwn: boolean;
  /** Of the finding it is about, when AMAS began it with one. */
  readonly fingerprint?: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly side: 'old' | 'new';
  /** The hunk of the diff it stands in, down to its line. */
  readonly hunk: string;
  readonly comments: readonly { readonly author: string; readonly isOwn: boolean; readonly text: string }[];
}

/** What a pull request said of itself when something happened to it. */
export type PullRequestFacts = Pick<
  PullRequest,
  'author' | 'isBotAuthor' | 'labels' | 'baseRef' | 'headRef' | 'isDraft'
>;

/** A file of a repository, or why it cannot be read. */
export interface RepositoryFile {
  /** For people: `octo/repo@main:.amas.yml`. */
  readonly place: string;
  readonly bytes?: Uint8Array;
  readonly unavailable?: string;
}

/** Whose file: of the branch a pull request goes into or comes from, or of the owner, for all repositories. */
export type FileOwner = 'base' | 'head' | 'organization';

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

export interface BotManifest {
  readonly id: string;
  readonly title: string;
  /** Largest body this platform sends, in bytes. */
  readonly maxBodyBytes: number;
  /** Content types it sends; others are answered 415. */
  readonly contentTypes: readonly string[];
  /** Headers stored beside the body. Never one that holds a secret. */
  readonly keptHeaders: readonly string[];
  /** Headers that must appear exactly once when present: a second copy is an attack, answered 400. */
  readonly singularHeaders: readonly string[];
  /** How long the sender waits for an answer, in milliseconds. */
  readonly patienceMs: number;
  readonly settings: z.ZodObject;
  /** The setting that holds the secrets of its signatures, separated by commas, the newest first. */
  readonly webhookSecretSetting?: string;
}

/** The inbound half: pure, light, no SDK. Loaded by the hub. */
export interface Receiver {
  /** Verifies the bytes and answers handshakes. `settings` holds one entry per integration that may have sent it. */
  receive(request: InboundRequest, settings: Readonly<Record<string, string>>): Received;
}

/** One thing that a person may fill in before a platform is set up in the browser. */
export interface SetupField {
  readonly name: string;
  readonly label: string;
  /** One line below the field: what it is for, or what happens when it is left empty. */
  readonly hint: string;
  readonly initial: string;
  /** `choice`: a box to tick, `yes` when it is. A line of text when absent. */
  readonly kind?: 'choice';
}

export interface SetupRequest {
  /** What the person filled in, by the names of `fields`. */
  readonly values: Readonly<Record<string, string>>;
  /** Address of this hub's page for people, of its webhooks of this platform, and of the page that follows. */
  readonly homeUrl: string;
  readonly webhookUrl: string;
  readonly returnUrl: string;
  /** Comes back with the browser; single-use. */
  readonly state: string;
}

/** A form that the person's browser sends to the platform, or what was filled in wrongly. */
export type SetupStep =
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly button: string;
      /** What will happen there, one sentence each. */
      readonly explanation: readonly string[];
      /** What the platform will be asked to allow, and what for. */
      readonly grants: readonly { readonly what: string; readonly why: string }[];
    }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

export interface SetupReturn {
  readonly values: SetupRequest['values'];
  /** The query with which the platform sent the browser back. */
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface SetupResult {
  /** To be sealed and stored: fits the manifest's settings. */
  readonly settings: Readonly<Record<string, string>>;
  /** What was made, for a person. */
  readonly name: string;
  /** Where the person goes on. */
  readonly next: { readonly label: string; readonly url: string };
}

/** Connects a platform from a page of the hub. Light, and without an SDK: the hub loads it. */
export interface Setup {
  readonly fields: readonly SetupField[];
  begin(request: SetupRequest): SetupStep;
  /** Fetches the credentials of what was made. Throws an `AmasError` of the `bots` layer when that fails. */
  complete(answer: SetupReturn): Promise<SetupResult>;
}

/** One line of a proof that a connection works: what was asked of the platform, and what to do when it is not as it should be. */
export interface Proof {
  readonly id: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly remedy: string | null;
}

export interface Proving {
  /** Where the platform reaches this hub; undefined when nobody said. */
  readonly webhookUrl: string | undefined;
  /** URL of a pull request or issue on which to post one comment. */
  readonly commentOn?: string;
  /** Whether a delivery of this id (as the hub's answer names it) is among our rows. */
  readonly isStored: (deliveryId: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

export interface Reconciling {
  /** Deliveries sent before are known to be in order. Milliseconds since the epoch; undefined: as far back as is kept. */
  readonly since: number | undefined;
  /** Which of the sender's ids are among our rows. */
  readonly stored: (externalIds: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly signal?: AbortSignal;
}

/** What a platform sent and this hub never acknowledged. */
export interface Gap {
  /** How many deliveries were looked at. */
  readonly listed: number;
  /** Of events that are used here, without an acknowledgement, and not among our rows. */
  readonly missed: number;
  /** Asked for once more now; those of them for the first time were not known to be missing before. */
  readonly redelivered: number;
  readonly discovered: number;
  /** Asked for so often that nobody asks again: a person may. */
  readonly givenUp: number;
  /** From where the next look must go on. Milliseconds since the epoch. */
  readonly resumeFrom: number;
}

/** The whole of a platform, loaded by the worker. */
export interface Bot extends Receiver {
  readonly manifest: BotManifest;
  normalise(delivery: Delivery, settings: Readonly<Record<string, string>>): Normalised;
  connect(
    settings: Readonly<Record<string, string>>,
    accountId: string | undefined,
    host: BotHost,
  ): Connection;
  /** True when the URL names a subject of this platform. */
  recognises?(url: string): boolean;
  /** Whether the credentials, their rights and the way back work. Changes nothing but for the comment that is asked for. */
  prove?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    proving: Proving,
  ): Promise<readonly Proof[]>;
  /** Makes the platform sign with another secret from now on. */
  replaceWebhookSecret?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    secret: string,
  ): Promise<void>;
  /** Finds what was sent and not acknowledged, and has it sent once more. */
  reconcile?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    reconciling: Reconciling,
  ): Promise<Gap>;
}
