import type { Role } from '#bots/contract.ts';

/** Where a command can be written. `thread`: beside a line of a pull request. `chat`: Slack, which has no subject of its own. */
export type Where = 'pull_request' | 'thread' | 'issue' | 'chat';

export interface Flag {
  readonly does: string;
  /** Choices of `--flag value`; a flag without takes none. */
  readonly values?: readonly string[];
  /** The least role that may use the command in this way, where that is another. */
  readonly access?: Role;
}

/**
 * How it is served: `review` and `agent` are work with a plan and runs, `answer` is words at once, `act` changes what
 * AMAS does from here on and is recorded with its author.
 */
export type Kind = 'review' | 'agent' | 'answer' | 'act';

export interface CommandDeclaration {
  readonly name: string;
  readonly kind: Kind;
  /** What follows the name, as people read it. */
  readonly usage: string;
  readonly does: string;
  readonly examples: readonly [string, ...string[]];
  readonly where: readonly Where[];
  /** The least role that may use it, unless the configuration names another. */
  readonly access: Role;
  /** The least role that the configuration may let in, or name somebody without; the declared one when absent. */
  readonly loosenedTo?: Role;
  readonly flags: Readonly<Record<string, Flag>>;
  /** `text` keeps what a person wrote as it stands, quotes and following lines included. */
  readonly takes: 'nothing' | 'words' | 'text';
  /** A text may be preceded by `path:line`, the way findings name their place. */
  readonly takesPlace?: true;
  /** What it cannot do without, besides a subject: completes "It needs …". */
  readonly needs?: string;
  /** Whether it is about a pull request or an issue, which has to be named where none is at hand. */
  readonly isAboutSubject: boolean;
}

const onPullRequests = ['pull_request', 'thread', 'chat'] as const;
const everywhere = ['pull_request', 'thread', 'issue', 'chat'] as const;

/**
 * Every command there is. Parser, help, "did you mean", usage lines, who may and docs/COMMANDS.md come from here.
 * What costs money or changes something needs write access; what only tells needs to read the repository.
 */
export const catalog: readonly CommandDeclaration[] = [
  {
    name: 'review',
    kind: 'review',
    usage: '[--full] [path…] [pull request URL]',
    does: 'reviews the pull request now; with paths only these files, in an answer of its own that does not count as the review of the commit',
    examples: ['review', 'review --full', 'review src/api/** *.sql'],
    where: onPullRequests,
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: { full: { does: 'looks at the whole change again, not only at what is new' } },
    takes: 'words',
  },
  {
    name: 'describe',
    kind: 'agent',
    usage: '[--apply] [pull request URL]',
    does: 'proposes title, description and labels, draws a map of the change and checks the acceptance criteria of linked issues',
    examples: ['describe', 'describe --apply'],
    where: onPullRequests,
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {
      apply: { does: 'writes the description into its own marked section of the pull request, nowhere else' },
    },
    takes: 'nothing',
  },
  {
    name: 'ask',
    kind: 'agent',
    usage: '[URL] <question>',
    does: 'answers a question about the change, the thread or the issue',
    examples: ['ask why is the cache dropped here?'],
    where: everywhere,
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {},
    takes: 'text',
    needs: 'a question',
  },
  {
    name: 'explain',
    kind: 'agent',
    usage: '',
    does: 'explains the finding of this thread: what goes wrong, and the safe form',
    examples: ['explain'],
    where: ['thread'],
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'plan',
    kind: 'agent',
    usage: '',
    does: 'makes a checklist of what the issue asks for, and with a model a plan of the work',
    examples: ['plan'],
    where: ['issue'],
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'triage',
    kind: 'agent',
    usage: '[--apply]',
    does: 'proposes labels that the repository has, and names similar issues',
    examples: ['triage', 'triage --apply'],
    where: ['issue'],
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {
      apply: {
        does: 'sets exactly the labels that were proposed last; takes triage access',
        access: 'triage',
      },
    },
    takes: 'nothing',
  },
  {
    name: 'wrong',
    kind: 'act',
    usage: '[path:line] [--scope finding|path|rule] <because …>',
    does: 'contests a finding: says exactly what is recorded, for how long, and how to take it back',
    examples: [
      'wrong because the value is checked in the middleware',
      'wrong src/run.ts:5 --scope path generated code',
    ],
    where: ['pull_request', 'thread'],
    access: 'write',
    loosenedTo: 'triage',
    isAboutSubject: true,
    flags: {
      scope: {
        does: '`finding` (this one, while the pull request lives), `path` (this rule in this file) or `rule` (in the repository); the last two need a maintainer',
        values: ['finding', 'path', 'rule'],
      },
    },
    takes: 'text',
    takesPlace: true,
    needs: 'a reason',
  },
  {
    name: 'confirm',
    kind: 'act',
    usage: '',
    does: 'puts into force what somebody asked for with a wider `wrong` here',
    examples: ['confirm'],
    where: ['pull_request', 'thread'],
    access: 'maintain',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'undo',
    kind: 'act',
    usage: '',
    does: 'takes back the last thing you had recorded here: a contested finding, a stop, labels of a triage',
    examples: ['undo'],
    where: ['pull_request', 'thread', 'issue'],
    access: 'triage',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'stop',
    kind: 'act',
    usage: '[URL]',
    does: 'cancels all work here, model calls included, and pauses automatic reviews until `resume`',
    examples: ['stop'],
    where: everywhere,
    access: 'write',
    loosenedTo: 'triage',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'resume',
    kind: 'act',
    usage: '[URL]',
    does: 'lets automatic reviews go on after a `stop`',
    examples: ['resume'],
    where: everywhere,
    access: 'write',
    loosenedTo: 'triage',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'approve',
    kind: 'act',
    usage: '[task]',
    does: 'lets work that waits because of a limit of money go on beyond it, as far as its own limit reaches; not for what one asked for oneself',
    examples: ['approve', 'approve 019a9f3c-52d1'],
    where: everywhere,
    access: 'maintain',
    isAboutSubject: false,
    flags: {},
    takes: 'words',
  },
  {
    name: 'reject',
    kind: 'act',
    usage: '[task]',
    does: 'lets work that waits because of a limit of money go on without a model',
    examples: ['reject', 'reject 019a9f3c-52d1'],
    where: everywhere,
    access: 'maintain',
    isAboutSubject: false,
    flags: {},
    takes: 'words',
  },
  {
    name: 'status',
    kind: 'answer',
    usage: '[URL]',
    does: 'tells what is being worked on, or was, and whether reviews are paused',
    examples: ['status'],
    where: everywhere,
    access: 'read',
    isAboutSubject: false,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'why',
    kind: 'answer',
    usage: '[URL]',
    does: 'tells what became of recent events, and why nothing happened',
    examples: ['why'],
    where: everywhere,
    access: 'read',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
  {
    name: 'config',
    kind: 'answer',
    usage: '[key] [pull request URL]',
    does: 'tells which settings are in force here, and where each comes from',
    examples: ['config', 'config review.ignore'],
    where: everywhere,
    access: 'read',
    isAboutSubject: false,
    flags: {},
    takes: 'words',
  },
  {
    name: 'help',
    kind: 'answer',
    usage: '[command]',
    does: 'shows the commands, or one of them in full',
    examples: ['help', 'help review'],
    where: everywhere,
    access: 'read',
    isAboutSubject: false,
    flags: {},
    takes: 'words',
  },
  {
    name: 'fix',
    kind: 'answer',
    usage: '[pull request URL]',
    does: 'puts the exact suggestions of the last review beside the code, ready to commit',
    examples: ['fix'],
    where: onPullRequests,
    access: 'write',
    loosenedTo: 'read',
    isAboutSubject: true,
    flags: {},
    takes: 'nothing',
  },
];

export const findDeclaration = (name: string): CommandDeclaration | undefined =>
  catalog.find((declaration) => declaration.name === name);

/** Commands that can be written there. */
export const commandsFor = (where: Where): readonly CommandDeclaration[] =>
  catalog.filter((declaration) => declaration.where.includes(where));
