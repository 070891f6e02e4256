import type { PullRequest } from './change.ts';
import type { JsonObject } from './json.ts';

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

/** What a pull request said of itself when something happened to it. */
export type PullRequestFacts = Pick<
  PullRequest,
  'author' | 'isBotAuthor' | 'labels' | 'baseRef' | 'headRef' | 'isDraft'
>;
