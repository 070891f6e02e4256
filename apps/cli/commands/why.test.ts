import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

const url = 'https://github.com/octo/repo/pull/12';
let target: TestDatabase;
let rows: Rows;

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  await rows.delivery(
    { event: 'pull_request' },
    { status: 'ignored', reason: 'github.draft', remedy: 'Mark it as ready.', subjectUrl: url },
  );
});

afterAll(async () => {
  await rows.close();
  await target.drop();
});

const why = (...args: string[]) => runAmas(['why', ...args], { DATABASE_URL: target.url });

it('prints what became of each event as a list', async () => {
  const run = await why(`${url}/files`, '--json');
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.json()).toEqual({
    items: [
      {
        at: expect.any(String),
        what: 'github pull_request',
        status: 'ignored',
        reason: 'github.draft',
        remedy: 'Mark it as ready.',
        taskId: null,
      },
    ],
    next: null,
  });
});

it('says the reason and what to do', async () => {
  const { out } = await why(url);
  expect(out).toMatch(/github pull_request  ignored \(github\.draft\)  (just now|\d+ s ago)/);
  expect(out).toContain('  Mark it as ready.');
});

it('says where to look when nothing arrived', async () => {
  expect((await why('https://github.com/octo/repo/pull/99')).out).toContain('has reached AMAS');
});

it('refuses what is no address', async () => {
  const run = await why('octo/repo#12');
  expect(run.code).toBe(2);
  expect(run.err).toContain('is no address');
});
