import type { Json, JsonObject } from './json.ts';

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

/** One thing that a person may answer with a press of a button. Who may is found out then, as for what is written. */
export interface Choice {
  /** At most 30 characters. */
  readonly label: string;
  /** What it stands for, as it would be written after `/amas`. */
  readonly command: string;
  /** What follows, asked before it is done; plain words, at most 250 characters. */
  readonly consequence: string;
  readonly isRefusal?: boolean;
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
  /** Where the platform has buttons; everywhere else the words say what to write. */
  readonly choices?: readonly Choice[];
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
