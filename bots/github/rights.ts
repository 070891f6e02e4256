/** What the GitHub App of AMAS asks for, and why: the one table that the manifest is made from and an App is compared with. */
export interface Right {
  /** GitHub's name, as in `permissions` of an App. */
  readonly name: string;
  readonly level: 'read' | 'write';
  readonly why: string;
  /** Without it a part does not work; the rest does. */
  readonly isOptional?: boolean;
  /** Asked for only where whoever set AMAS up wanted it. */
  readonly isOptIn?: boolean;
}

/** What an App needs, with or without the right that resolving threads takes. */
export const rightsFor = ({ resolveThreads }: { readonly resolveThreads: 'yes' | 'no' }): readonly Right[] =>
  rights.filter(({ isOptIn }) => !isOptIn || resolveThreads === 'yes');

const rights: readonly Right[] = [
  { name: 'checks', level: 'write', why: 'the check run that is the receipt of a review' },
  { name: 'contents', level: 'read', why: 'the changed files and what they looked like before' },
  // GitHub asks it of whoever resolves a thread, although no content changes (facts of github.com/github/gh-aw/issues/35726).
  {
    name: 'contents',
    level: 'write',
    why: 'resolving its own threads: without it, threads of findings that are gone stay open',
    isOptional: true,
    isOptIn: true,
  },
  { name: 'issues', level: 'write', why: 'comments and reactions in conversations' },
  { name: 'metadata', level: 'read', why: 'who has write access and may ask for work' },
  { name: 'pull_requests', level: 'write', why: 'remarks beside the code' },
  {
    name: 'members',
    level: 'read',
    why: 'teams that the configuration lets use a command',
    isOptional: true,
  },
  { name: 'merge_queues', level: 'read', why: 'the check of merge queues', isOptional: true },
];

export interface HeardEvent {
  /** GitHub's name, as in `events` of an App. */
  readonly name: string;
  /** The permission it comes with. */
  readonly right: string;
  readonly why: string;
  readonly isOptional?: boolean;
  /** GitHub sends it to every App with the permission, and does not list it among its events. */
  readonly isUnasked?: boolean;
}

export const heardEvents: readonly HeardEvent[] = [
  { name: 'pull_request', right: 'pull_requests', why: 'reviews of what is opened and pushed' },
  { name: 'issue_comment', right: 'issues', why: 'commands' },
  { name: 'pull_request_review_comment', right: 'pull_requests', why: 'commands beside the code' },
  { name: 'pull_request_review', right: 'pull_requests', why: 'commands in reviews', isOptional: true },
  { name: 'issues', right: 'issues', why: 'issues that are opened', isOptional: true },
  { name: 'merge_group', right: 'merge_queues', why: 'the check of merge queues', isOptional: true },
  { name: 'check_run', right: 'checks', why: '“Re-run” and the buttons of a check', isUnasked: true },
  { name: 'check_suite', right: 'checks', why: '“Re-run all checks”', isUnasked: true },
];

/** What GitHub sends to every App, without asking. */
const always: readonly string[] = ['installation', 'installation_repositories'];

/** Whether AMAS does anything with an event: others that were missed are not worth a second delivery. */
export function isHeard(event: string): boolean {
  return always.includes(event) || heardEvents.some(({ name }) => name === event);
}

const levels = ['read', 'write', 'admin'];

/** Whether `held` (absent: nothing) covers `needed`. */
export function covers(held: string | undefined, needed: string): boolean {
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(needed);
}
