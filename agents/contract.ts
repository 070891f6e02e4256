import type { Logger } from '#monitoring/logger.ts';
import type { Model } from '#providers/contract.ts';
import type { FixedFinding, ReviewBasis, ReviewScope, Said } from './review-history.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Who wrote a piece of context, and so how it may be used. Only `operator` text is ever an instruction. */
export type Origin = 'operator' | 'requester' | 'subject' | 'repository';

/** One part of a task's context. `untrusted` text is data in every prompt. */
export interface ContextPart {
  readonly origin: Origin;
  readonly trust: 'trusted' | 'untrusted';
  readonly label: string;
  readonly text: string;
  /** Written by somebody who did not make the change, such as a comment: it must not weigh on the change's result. */
  readonly isBystanders?: boolean;
}

export interface Limits {
  /** Model calls per run. */
  readonly maxSteps: number;
  readonly maxCostUsd: number;
  /** Milliseconds since the epoch, for the whole task. */
  readonly deadline: number;
}

/** An issue, or a pull request in a list. Everything in it was written by others. */
export interface IssueText {
  /** `#12`, or `owner/name#12` of another repository. */
  readonly reference: string;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
}

/** What a request is about beyond a change. All text is data; what is absent was not asked for or could not be had. */
export interface Material {
  /** The person's own words: the question of `ask`. */
  readonly question?: string;
  /** The issue it was asked on. */
  readonly issue?: IssueText;
  /** The thread beside a line that it was asked in. */
  readonly thread?: {
    readonly path: string;
    readonly line?: number;
    readonly side: 'old' | 'new';
    readonly hunk: string;
    readonly comments: readonly { readonly author: string; readonly text: string }[];
    /** What AMAS reported there. */
    readonly finding?: Finding;
  };
  /** Issues that the change says it closes. */
  readonly linkedIssues?: readonly IssueText[];
  /** Labels that the repository has. */
  readonly labels?: readonly { readonly name: string; readonly description: string }[];
  /** Issues that a search found for the words of this one. */
  readonly candidates?: readonly IssueText[];
}

/** What an answer proposes. Nothing of it is done unless somebody with the right asks for it. */
export interface Proposals {
  readonly title?: string;
  /** Markdown for the description of the pull request. */
  readonly body?: string;
  /** Names of labels that the repository has. */
  readonly labels?: readonly string[];
}

/** A unit of requested work, as agents see it. */
export interface Task {
  readonly id: string;
  readonly intent: string;
  readonly instructions: string;
  readonly context: readonly ContextPart[];
  readonly material?: Material;
  /** Paths of the change that rules read and no model. */
  readonly rulesOnly?: readonly string[];
  readonly limits: Limits;
}

/** Where a finding points. Lines are 1-based; `old` counts in the base version. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly side: 'old' | 'new';
}

export interface Finding {
  /** Survives moved lines: made of rule, path and the normalised text it points at. */
  readonly fingerprint: string;
  readonly severity: Severity;
  /** The rule's id, such as `security/sql-injection`, or `model/<category>`. */
  readonly rule: string;
  readonly category:
    | 'security'
    | 'correctness'
    | 'maintainability'
    | 'dependency'
    | 'secret'
    | 'configuration';
  readonly title: string;
  /** CommonMark: what goes wrong and what to write instead. */
  readonly detail: string;
  readonly location?: Location;
  /** Replaces the located lines of the new side, exactly. */
  readonly suggestion?: string;
  readonly evidence: 'rule' | 'model';
  /** A model reported the same fault at the same place by itself. */
  readonly alsoFoundBy?: 'model';
  /** 0 to 1. */
  readonly confidence: number;
  readonly agent: string;
  readonly cwe?: string;
}

/** A file of a change, as a platform or git gives it. Same shape as `ChangedFile` of `bots/contract.ts`. */
export interface RawChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'copied';
  readonly patch?: string;
  readonly base?: Uint8Array;
  readonly head?: Uint8Array;
  readonly unavailable?: string;
}

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
  /** Line in the base version, for context and removed lines. */
  readonly oldLine?: number;
  /** Line in the head version, for context and added lines. */
  readonly newLine?: number;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
}

/** A changed file, decoded and with its hunks parsed. */
export interface Change {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: RawChange['status'];
  readonly language?: string;
  readonly baseText?: string;
  readonly headText?: string;
  readonly hunks: readonly Hunk[];
  /** Lines of the new side that the change adds. */
  readonly addedLines: ReadonlySet<number>;
  /** Lines of the old side that the change removes. */
  readonly removedLines: ReadonlySet<number>;
  /** Lines of each side that lie inside a hunk: only these can carry a comment. */
  readonly commentable: { readonly old: ReadonlySet<number>; readonly new: ReadonlySet<number> };
}

/** What became of a file of the change: every file of it appears exactly once. */
export interface FileCoverage {
  readonly path: string;
  readonly status: 'reviewed' | 'partly' | 'skipped';
  /** Set unless `reviewed`: `binary`, `generated`, `too-large`, `not-utf8`, `deleted` … */
  readonly reason?: string;
  /** How many of its hunks no model read in full, where that is what was left out. */
  readonly hunks?: { readonly left: number; readonly of: number };
}

/** A file that the change deletes, where its old text is known. */
export interface DeletedFile {
  readonly path: string;
  readonly baseText: string;
  readonly hunks: readonly Hunk[];
}

/** A change under review: the files that can be looked at, and the account of those that cannot. */
export interface ChangeSet {
  readonly changes: readonly Change[];
  readonly coverage: readonly FileCoverage[];
  /** Told as `deleted` in the account; nobody reviews them, but what they protected may still be there. */
  readonly deleted?: readonly DeletedFile[];
}

/**
 * Reads a text file of the repository that the change is about, as of the head unless `base` is asked for. Undefined
 * when there is no such text file, it is too large, or what a task may read is used up. Never throws for a file; reads
 * only.
 */
export type ReadFile = (path: string, side?: 'base' | 'head') => Promise<string | undefined>;

/** Looks for files of the repository, at the head, which hold a word. */
export interface RepositorySearch {
  /** Any of them, as a whole word: letters, digits and underscores. */
  readonly words: readonly string[];
  /** Of files without such a word: those that import or give on everything of a module of this name. */
  readonly wholeOf?: string;
  /** Of the files, without the dot. */
  readonly extensions: readonly string[];
  /** Where not all files can be read, those around this one come first. */
  readonly near: string;
}

export interface SearchResult {
  /** Text files of at most 200 kB, in no order that means anything. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What a budget left out, in words: `60 of 400 files were read`. Absent where everything was searched. */
  readonly cut?: string;
}

/** Undefined where the repository cannot be searched. Never throws; reads only. */
export type SearchRepository = (search: RepositorySearch) => Promise<SearchResult | undefined>;

export type IsOff = (about: Pick<Finding, 'rule' | 'category'>) => boolean;

/** What a run hands its agent. Nothing here can write to a platform: only the host posts. */
export interface RunContext {
  readonly changeSet: ChangeSet;
  /** Absent when no provider is configured: the deterministic part still runs, and the answer says so. */
  readonly model?: Model;
  /** Absent where files beyond the change cannot be had: then the change is judged by itself. */
  readonly readFile?: ReadFile;
  /** Absent where the repository beyond the change cannot be searched. */
  readonly search?: SearchRepository;
  /** What the repository switched off. It is reported all the same, but hides nothing that stands on its line. */
  readonly isOff?: IsOff;
  /** Whose repository the change is of, as its platform names the account: what is theirs needs no distrust. */
  readonly owner?: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** A line for the person who waits. */
  readonly progress: (label: string) => void;
}

export interface Outcome {
  readonly kind: 'answered' | 'needs-input' | 'declined';
  /** CommonMark. For `declined` and `needs-input`: the reason or the question. */
  readonly markdown: string;
  readonly findings: readonly Finding[];
  /** Things the reader must know about this answer: output discarded, parts not judged, limits hit. */
  readonly notes: readonly string[];
  /** How the model took part: `not-configured`, `answered`, `failed` (with the reason in `notes`). */
  readonly model: 'not-configured' | 'not-needed' | 'answered' | 'failed';
  /** Files this run could look at only in part, or not at all, beyond the change set's own coverage. */
  readonly coverage: readonly FileCoverage[];
  /** Ids of the rules that had something to look at. */
  readonly rulesRun?: readonly string[];
  readonly proposals?: Proposals;
}

export interface AgentManifest {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly intents: readonly string[];
  readonly capabilities: readonly string[];
}

export interface Agent {
  readonly manifest: AgentManifest;
  run(task: Task, context: RunContext): Promise<Outcome>;
}

/** Stages run one after the other; the agents of a stage in parallel. */
export interface Plan {
  readonly stages: readonly (readonly string[])[];
}

/** A finding that was contested: it does not count, and is listed all the same. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly scope: 'finding' | 'path' | 'rule';
  readonly by: string;
  readonly reason: string;
  /** ISO 8601; absent while the pull request lives. */
  readonly until?: string;
}

export type Conclusion = 'reviewed' | 'partly-reviewed' | 'not-reviewed';

/** The aggregated result of a review: the JSON of `amas review --format json` and the receipt on a platform. */
export interface Report {
  readonly conclusion: Conclusion;
  readonly files: readonly FileCoverage[];
  readonly findings: readonly Finding[];
  /** How much of the change was looked at this time; absent where there is no earlier review. */
  readonly scope?: ReviewScope;
  readonly basis?: ReviewBasis;
  /** Findings that an earlier review told already: fingerprint to where that stands, when known. */
  readonly open?: readonly { readonly fingerprint: string; readonly url?: string }[];
  /** What an earlier review found and this one did not. */
  readonly fixed?: readonly FixedFinding[];
  /** Findings that others had told at the same place. */
  readonly said?: readonly Said[];
  /** The commit that the change takes back exactly: only that was looked at. */
  readonly revertOf?: string;
  /** What the change's own configuration would have done to past events, as CommonMark. */
  readonly rehearsal?: string;
  /** How many rules had something to look at, those included whose findings are switched off. */
  readonly rulesRun?: number;
  /** Which packages the change of a dependency bot moves, and what the rules say of each, as CommonMark. */
  readonly packages?: string;
  /** How many findings the configuration switched off. */
  readonly switchedOff?: number;
  /** Found, contested by somebody with the right, and so not among the findings. */
  readonly suppressed?: readonly SuppressedFinding[];
  /** Models that answered, as `provider/model`. */
  readonly models: readonly string[];
  readonly agents: readonly {
    readonly id: string;
    readonly status: 'finished' | 'failed' | 'cancelled';
    readonly model: Outcome['model'];
  }[];
  readonly notes: readonly string[];
  /** Undefined when the price of a model that answered is unknown. */
  readonly costUsd: number | undefined;
  readonly durationMs: number;
}

/** How far a version moves. `unclear`: a commit, a tag without numbers, several versions at once. */
export const packageJumps = [
  'new',
  'removed',
  'major',
  'minor',
  'patch',
  'pre-release',
  'downgrade',
  'other use',
  'unclear',
] as const;
export type PackageJump = (typeof packageJumps)[number];

/** `lockfile`: no manifest of the change names it. */
export const packageUses = ['runtime', 'dev', 'CI', 'image', 'lockfile'] as const;

/** A package that a change brings, takes away or moves to another version. Versions are as written. */
export interface ChangedPackage {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  readonly jump: PackageJump;
  readonly use: (typeof packageUses)[number];
  /** The file that says so. */
  readonly path: string;
}

/** The change of a dependency bot: what it moves is told by package, and only what is beyond packages is reviewed as code. */
export interface DependencyFocus {
  /** Which bot made the change. */
  readonly author: string;
  readonly packages: readonly ChangedPackage[];
  /** Files that rules read and no model. */
  readonly rulesOnly: readonly string[];
}
