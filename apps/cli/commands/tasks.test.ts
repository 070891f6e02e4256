import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

let target: TestDatabase;
let rows: Rows;
let queued: string;
let finished: string;
let replyId: string;

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  finished = await rows.task({});
  queued = await rows.task({});
  ({ replyId } = await rows.finishReview(finished));
});

afterAll(async () => {
  await rows.close();
  await target.drop();
});

const tasks = (...args: string[]) => runAmas(['tasks', ...args], { DATABASE_URL: target.url });

it('prints exactly the documented fields as JSON, newest first', async () => {
  const run = await tasks('--json');
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.json()).toEqual({
    items: [
      {
        id: queued,
        intent: 'review',
        status: 'queued',
        reason: null,
        createdAt: time,
        finishedAt: null,
        costUsd: null,
        replies: [],
      },
      {
        id: finished,
        intent: 'review',
        status: 'finished',
        reason: null,
        createdAt: time,
        finishedAt: time,
        costUsd: 0.0123,
        replies: [
          {
            id: replyId,
            platform: 'github',
            status: 'posted',
            reason: null,
            url: 'https://github.com/octo/repo/pull/12#issuecomment-7',
          },
        ],
      },
    ],
    next: null,
  });
});

it('filters by status and pages', async () => {
  expect((await tasks('--status', 'finished', '--json')).json()).toMatchObject({ items: [{ id: finished }] });
  expect((await tasks('--limit', '1', '--json')).json()).toMatchObject({
    items: [{ id: queued }],
    next: queued,
  });
  expect((await tasks('--limit', '1', '--after', queued, '--json')).json()).toMatchObject({
    items: [{ id: finished }],
    next: null,
  });
});

it('shows a table, and what to ask next', async () => {
  const { out, err } = await tasks();
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^TASK +CREATED +INTENT +STATUS +ABOUT +COST/);
  expect(lines[2]).toMatch(/review +finished +octo\/repo#12 Add a login form +\$0\.0123$/);
  expect(err).toContain('amas show ');
});

it('says what to do when there is none', async () => {
  expect((await tasks('--status', 'failed')).out).toContain('No task is failed');
});
