import { expect, it } from 'vitest';
import type { LifeHistory, PullHistory, TaskHistory, ThreadHistory } from './history.ts';
import { findViolations, invariants } from './invariants.ts';

const own = 'amas[bot]';
const headSha = 'a'.repeat(40);
const olderSha = 'b'.repeat(40);

const thread: ThreadHistory = {
  path: 'src/mended.ts',
  isResolved: true,
  resolved: { login: own, at: 50_000 },
  comments: [{ login: own, body: 'High <!-- amas:remark one -->', at: 10_000 }],
};

const pull: PullHistory = {
  number: 1,
  headSha,
  heads: [olderSha, headSha],
  isOpen: true,
  isDraft: false,
  faulty: ['src/faulty.ts'],
  mendedAt: { 'src/mended.ts': 40_000 },
  comments: [
    { login: own, body: `### 1 high\n\n<!-- amas:summary reply-1 ${headSha} -->` },
    { login: 'eve', body: `<!-- amas:summary reply-1 ${headSha} -->` },
  ],
  threads: [
    thread,
    {
      path: 'src/faulty.ts',
      isResolved: true,
      resolved: { login: 'rosa', at: 60_000 },
      comments: [
        { login: own, body: 'High <!-- amas:remark two -->', at: 10_000 },
        { login: 'rosa', body: 'I look at it', at: 11_000 },
      ],
    },
  ],
  checks: [
    { status: 'completed', conclusion: 'failure', title: '1 high', replyId: 'reply-1' },
    { status: 'completed', conclusion: 'cancelled', title: 'Cancelled', replyId: 'reply-0' },
  ],
};

const task: TaskHistory = {
  id: 'task-1',
  intent: 'review',
  status: 'finished',
  reason: null,
  kind: 'pull_request.opened',
  number: 1,
  revision: headSha,
  askedAt: 1_000,
  createdAt: 1_500,
  finishedAt: 5_000,
  openRuns: 0,
};

const truthful: LifeHistory = {
  ownLogin: own,
  writesPerMinute: 80,
  pulls: [pull],
  acknowledged: [{ guid: 'g1', event: 'pull_request' }],
  deliveries: [{ guid: 'g1', status: 'processed', reason: null, tasks: 1 }],
  tasks: [task],
  endings: [{ kind: 'closed', number: 1, at: 4_000, takenAt: 4_500, revision: headSha }],
  writtenAt: Array.from({ length: 80 }, (_, index) => index * 1_000),
};

const withPull = (changes: Partial<PullHistory>): LifeHistory => ({
  ...truthful,
  pulls: [{ ...pull, ...changes }],
});
const withThread = (changes: Partial<ThreadHistory>): LifeHistory =>
  withPull({ threads: [{ ...thread, ...changes }] });
const withCheck = (changes: Partial<PullHistory['checks'][number]>): LifeHistory =>
  withPull({ checks: pull.checks.map((check, index) => (index === 0 ? { ...check, ...changes } : check)) });
const withTask = (changes: Partial<TaskHistory>): LifeHistory => ({
  ...truthful,
  tasks: [{ ...task, ...changes }],
});

/** For every invariant, lives in which it alone does not hold. */
const lies: Readonly<Record<string, readonly LifeHistory[]>> = {
  'what was acknowledged is stored': [
    { ...truthful, acknowledged: [{ guid: 'lost', event: 'pull_request' }] },
  ],
  'a delivery leads to one task at most': [
    { ...truthful, deliveries: [{ guid: 'g1', status: 'processed', reason: null, tasks: 2 }] },
  ],
  'no delivery fails': ['failed', 'quarantined'].map((status) => ({
    ...truthful,
    deliveries: [{ guid: 'g1', status, reason: 'bots.refused', tasks: 0 }],
  })),
  'a pull request has one summary': [
    withPull({
      comments: [
        ...pull.comments,
        { login: own, body: `### 1 high\n<!-- amas:summary reply-1 ${olderSha} -->` },
      ],
    }),
  ],
  'no finding stands twice': [withPull({ threads: [thread, thread] })],
  'no thread is resolved wrongly': [
    withThread({ path: 'src/faulty.ts' }),
    withThread({ resolved: { login: own, at: 39_000 } }),
    withThread({
      comments: [...thread.comments, { login: 'rosa', body: 'Is it?', at: 20_000 }],
    }),
    withThread({ comments: [{ login: own, body: 'Just words', at: 10_000 }] }),
    withThread({ comments: [{ login: 'rosa', body: 'High <!-- amas:remark one -->', at: 10_000 }] }),
  ],
  'every check is completed': [
    withPull({
      checks: [...pull.checks, { status: 'queued', conclusion: null, title: 'Queued', replyId: 'reply-2' }],
    }),
  ],
  'no check says success over what was not looked at': [
    {
      ...withPull({
        faulty: [],
        comments: [],
        threads: [],
        checks: [
          { status: 'completed', conclusion: 'success', title: 'Partly reviewed: 1 file', replyId: 'r' },
        ],
      }),
    },
  ],
  'a decision is that of the code': [withCheck({ conclusion: 'success' }), withPull({ faulty: [] })],
  'the newest commit of an open pull request is decided': [
    withPull({ checks: [], comments: [] }),
    withCheck({ conclusion: 'neutral' }),
  ],
  'check and summary tell the same': [withCheck({ title: '2 high' }), withCheck({ replyId: 'another' })],
  'writes stay within the limits': [
    { ...truthful, writtenAt: Array.from({ length: 100 }, (_, index) => index * 590) },
    { ...truthful, writtenAt: Array.from({ length: 15 }, (_, index) => index * 100) },
  ],
  'work ends when it became pointless': [
    withTask({ finishedAt: 5_600 }),
    {
      ...withTask({ finishedAt: 5_600, intent: 'review_paths', revision: olderSha }),
      endings: [{ kind: 'pushed', number: 1, at: 4_000, takenAt: 4_500, revision: headSha }],
    },
  ],
  'no run outlives its task': [withTask({ openRuns: 1 })],
};

it('a life in which all is well breaks no invariant', () => {
  expect(findViolations(truthful)).toEqual([]);
});

it.each(invariants.map(({ name }) => name))('that %s is seen to be broken where it is, alone', (name) => {
  const planted = lies[name] ?? [];
  expect(planted).not.toEqual([]);
  for (const history of planted) {
    const broken = invariants.filter((each) => each.broken(history).length > 0).map((each) => each.name);
    expect(broken).toEqual([name]);
  }
});

it.each([
  ['that had ended before', withTask({ finishedAt: 5_400 })],
  ['asked for after it', withTask({ askedAt: 4_000, finishedAt: 9_000 })],
  ['taken in after it', withTask({ createdAt: 4_600, finishedAt: 9_000 })],
  ['that was cancelled', withTask({ status: 'cancelled', finishedAt: 9_000 })],
  [
    'of the commit that was pushed',
    {
      ...withTask({ finishedAt: 9_000 }),
      endings: [{ kind: 'pushed' as const, number: 1, at: 4_000, takenAt: 4_500, revision: headSha }],
    },
  ],
])('work %s is not called pointless', (_which, history) => {
  expect(findViolations(history)).toEqual([]);
});
