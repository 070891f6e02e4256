import type { Actor } from './event.ts';
import type { JsonObject } from './json.ts';

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
