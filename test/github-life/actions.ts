import { setTimeout as wait } from 'node:timers/promises';
import type { GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import type { Amas } from '#test/support/amas.ts';

/** One pull request as people see it, with what a review of its newest commit must find. */
export interface LivePull {
  readonly index: number;
  readonly branch: string;
  readonly number: number;
  isOpen: boolean;
  isDraft: boolean;
  /** Files of the branch that hold a finding. */
  readonly vulnerable: Set<string>;
  /** When each of its files lost its finding, in milliseconds since the epoch. */
  readonly mendedAt: Map<string, number>;
  pushes: number;
  /** Its newest commits so far, the oldest first. */
  readonly heads: string[];
}

export interface Life {
  readonly random: () => number;
  readonly github: GitHubStandIn;
  readonly repository: RepositoryHandle;
  readonly amas: Amas;
  readonly pulls: LivePull[];
}

export interface Action {
  readonly name: string;
  readonly weight: number;
  /** False when there is nothing to do it to. */
  readonly act: (life: Life) => boolean | Promise<boolean>;
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** @param above lines that stand before the fault. */
const vulnerableFile = (name: string, program = 'ls', above = 0): string =>
  [
    `import { exec } from 'node:child_process';`,
    `import type { Request } from 'express';`,
    ``,
    `export function ${name}(request: Request): void {`,
    ...Array.from({ length: above }, (_, index) => `  // Step ${index + 1}.`),
    `  exec(\`${program} \${request.query.folder}\`);`,
    `}`,
    ``,
  ].join('\n');

const harmlessFile = (name: string, count: number): string => `export const ${name} = ${count};\n`;

type Changing = Pick<LivePull, 'index' | 'vulnerable' | 'mendedAt' | 'pushes'>;

/** A new file, with or without a finding; the end of one; or another text around it, or in its place. */
function change(life: Life, pull: Changing): Record<string, string> {
  const { random } = life;
  pull.pushes += 1;
  const name = `f${pull.index}x${pull.pushes}`;
  const old = pick(random, [...pull.vulnerable]);
  if (old !== undefined && random() < 0.4) {
    mend(pull, old);
    return { [old]: harmlessFile(name, pull.pushes) };
  }
  if (old !== undefined && random() < 0.3) {
    const program = pick(random, ['ls', 'cat', 'du']);
    return { [old]: vulnerableFile(nameIn(old), program, Math.floor(random() * 3)) };
  }
  const path = `src/${name}.ts`;
  if (random() < 0.4) return { [path]: harmlessFile(name, pull.pushes) };
  pull.vulnerable.add(path);
  return { [path]: vulnerableFile(name) };
}

const nameIn = (path: string): string => path.slice('src/'.length, -'.ts'.length);

function mend(pull: Changing, path: string): void {
  pull.vulnerable.delete(path);
  pull.mendedAt.set(path, Date.now());
}

export function openPull(life: Life): boolean {
  const { repository, random, pulls } = life;
  const index = pulls.length;
  const branch = `change-${index}`;
  const draft = { index, branch, vulnerable: new Set<string>(), mendedAt: new Map(), pushes: 0 };
  repository.createBranch(branch);
  repository.commit(branch, change(life, draft));
  const isDraft = random() < 0.1;
  const { number, headSha } = repository.openPullRequest({
    head: branch,
    title: `Change ${index}`,
    draft: isDraft,
  });
  pulls.push({ ...draft, number, isOpen: true, isDraft, heads: [headSha] });
  return true;
}

function push(life: Life, pull: LivePull): void {
  pull.heads.push(life.repository.push(pull.branch, change(life, pull)));
}

const onOpen =
  (act: (life: Life, pull: LivePull) => void) =>
  (life: Life): boolean => {
    const pull = pick(
      life.random,
      life.pulls.filter(({ isOpen }) => isOpen),
    );
    if (pull) act(life, pull);
    return pull !== undefined;
  };

/** A thread of AMAS on an open pull request that nobody resolved yet. */
const onOwnThread =
  (act: (life: Life, commentId: number) => void) =>
  (life: Life): boolean => {
    const { github, repository, random } = life;
    const pull = pick(
      random,
      life.pulls.filter(({ isOpen }) => isOpen),
    );
    const threads = pull ? github.reviewThreads(repository.fullName, pull.number) : [];
    const thread = pick(
      random,
      threads.filter(({ isResolved }) => !isResolved),
    );
    if (thread) act(life, thread.id);
    return thread !== undefined;
  };

export const actions: readonly Action[] = [
  {
    name: 'push',
    weight: 8,
    act: onOpen(push),
  },
  {
    name: 'push twice',
    weight: 2,
    act: onOpen((life, pull) => {
      for (let count = 0; count < 2; count += 1) push(life, pull);
    }),
  },
  {
    name: 'force-push',
    weight: 2,
    act: onOpen((life, pull) => {
      for (const path of pull.vulnerable) mend(pull, path);
      const { repository } = life;
      const commit = repository.commitOnto(repository.tip('main'), change(life, pull));
      pull.heads.push(repository.forcePush(pull.branch, commit));
    }),
  },
  {
    name: 'ask',
    weight: 2,
    act: onOpen(({ repository }, pull) => void repository.comment(pull.number, '/amas review', 'rosa')),
  },
  {
    name: 'ask for some paths',
    weight: 1,
    act: onOpen(
      ({ repository }, pull) => void repository.comment(pull.number, '/amas review src/**', 'rosa'),
    ),
  },
  {
    name: 'ask as a stranger',
    weight: 1,
    act: onOpen(({ repository }, pull) => void repository.comment(pull.number, '/amas review', 'eve')),
  },
  {
    name: 'chat',
    weight: 3,
    act: onOpen(({ repository }, pull) => void repository.comment(pull.number, 'Looks good')),
  },
  {
    name: 'answer in a thread',
    weight: 2,
    act: onOwnThread(({ repository }, id) => void repository.replyInThread(id, 'I look at it', 'rosa')),
  },
  {
    name: 'resolve a thread',
    weight: 1,
    act: onOwnThread(({ repository }, id) => repository.resolveThread(id, 'rosa')),
  },
  {
    name: 'close',
    weight: 2,
    act: onOpen(({ repository }, pull) => {
      pull.isOpen = false;
      repository.closePullRequest(pull.number);
    }),
  },
  {
    name: 'reopen',
    weight: 1,
    act: ({ random, pulls, repository }) => {
      const pull = pick(
        random,
        pulls.filter(({ isOpen }) => !isOpen),
      );
      if (!pull) return false;
      pull.isOpen = true;
      repository.reopenPullRequest(pull.number);
      return true;
    },
  },
  {
    name: 'make ready',
    weight: 1,
    act: ({ random, pulls, repository }) => {
      const pull = pick(
        random,
        pulls.filter(({ isDraft, isOpen }) => isDraft && isOpen),
      );
      if (!pull) return false;
      pull.isDraft = false;
      repository.markReadyForReview(pull.number);
      return true;
    },
  },
  {
    name: 're-run',
    weight: 1,
    act: ({ random, github, repository }) => {
      const run = pick(
        random,
        github.checkRuns(repository.fullName).filter(({ status }) => status === 'completed'),
      );
      if (run) repository.rerequestCheckRun(run.id, 'rosa');
      return run !== undefined;
    },
  },
  {
    name: 'leave it alone for a moment',
    weight: 1,
    act: () => wait(800, true),
  },
  {
    name: 'send a delivery once more',
    weight: 3,
    act: ({ random, github }) => {
      const delivery = pick(random, github.deliveries().slice(0, 40));
      if (delivery) github.redeliver(delivery);
      return delivery !== undefined;
    },
  },
];

type Order = Parameters<GitHubStandIn['failNext']>[0];

const orders: readonly Order[] = [
  { kind: 'server-error', status: 502 },
  { kind: 'server-error', status: 500, method: 'POST', isApplied: true },
  { kind: 'cut' },
  { kind: 'cut', method: 'POST', isApplied: true },
  { kind: 'cut', method: 'PATCH', isApplied: true },
  { kind: 'slow', delayMs: 700 },
  { kind: 'secondary-limit', retryAfterSeconds: 1 },
  { kind: 'secondary-limit', status: 429, retryAfterSeconds: 1, method: 'POST' },
];

/** What goes wrong on the way to GitHub, or on our side. */
export const troubles: readonly Action[] = [
  {
    name: 'GitHub fails',
    weight: 12,
    act: ({ random, github }) => {
      const order = pick(random, orders);
      if (order) github.failNext(order);
      return order !== undefined;
    },
  },
  {
    name: 'kill the worker',
    weight: 1,
    act: async ({ amas }) => {
      await amas.worker().kill('SIGKILL');
      await amas.startWorker();
      return true;
    },
  },
  {
    name: 'kill the hub',
    weight: 1,
    act: async ({ amas }) => {
      await amas.hub().kill('SIGKILL');
      await amas.startHub();
      return true;
    },
  },
];

/** One by its weight. */
export function draw(random: () => number, from: readonly Action[]): Action | undefined {
  let left = random() * from.reduce((sum, { weight }) => sum + weight, 0);
  return from.find(({ weight }) => (left -= weight) < 0);
}
