import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

let target: TestDatabase;
let rows: Rows;
const ids: string[] = [];

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  ids.push(await rows.delivery({ event: 'ping' }, { status: 'ignored', reason: 'github.ping' }));
  ids.push(await rows.delivery({ event: 'pull_request' }, { status: 'failed', reason: 'jobs.timeout' }));
  ids.push(await rows.delivery({ event: 'app_mention', platform: 'slack' }));
});

afterAll(async () => {
  await rows.close();
  await target.drop();
});

const deliveries = (...args: string[]) => runAmas(['deliveries', ...args], { DATABASE_URL: target.url });

interface Listed {
  readonly items: readonly { readonly id: string; readonly receivedAt: string }[];
  readonly next: string | null;
}

describe('amas deliveries --json', () => {
  it('prints exactly the documented fields, newest first', async () => {
    const run = await deliveries('--json');
    const { items, next }: Listed = run.json();
    expect(run.code).toBe(0);
    expect(run.err).toBe('');
    expect(next).toBeNull();
    expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(items[1]).toEqual({
      id: ids[1],
      platform: 'github',
      event: 'pull_request',
      externalId: 'delivery-2',
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 'failed',
      reason: 'jobs.timeout',
      taskId: null,
    });
  });

  it('pages without a gap or a repetition, and ends with null', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Listed = (
        await deliveries('--json', '--limit', '1', ...(next ? ['--after', next] : []))
      ).json();
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it.each([
    [['--status', 'ignored'], 0],
    [['--platform', 'slack'], 2],
  ])('%j keeps what it names only', async (args, expected) => {
    const { items }: Listed = (await deliveries('--json', ...args)).json();
    expect(items.map(({ id }) => id)).toEqual([ids[expected]]);
  });

  it('prints an empty list as a document too', async () => {
    const run = await deliveries('--json', '--status', 'quarantined');
    expect(run.json()).toEqual({ items: [], next: null });
  });
});

describe('amas deliveries', () => {
  it('shows a table that fits the terminal', async () => {
    const { out, code } = await deliveries();
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^DELIVERY +RECEIVED +PLATFORM +EVENT +STATUS +REASON/);
    expect(lines).toHaveLength(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines[2]).toMatch(/github +pull_request +failed +jobs\.timeout/);
  });

  it('says how to go on when there is more', async () => {
    const { err } = await deliveries('--limit', '2');
    expect(err).toContain(`--after ${ids[1]}`);
  });

  it.each([
    [['--status', 'quarantined'], 'No delivery is like that'],
    [['--after', '00000000-0000-7000-8000-000000000000'], 'no older deliveries'],
  ])('%j: an empty list says what to do', async (args, words) => {
    expect((await deliveries(...args)).out).toContain(words);
  });

  it.each([
    [['--status', 'lost'], 'Allowed choices are received, processed'],
    [['--platform', 'githup'], 'There is no platform named githup. There are: github, slack'],
    [['--limit', '0'], 'from 1 to 500'],
    [['--limit', '1e3'], 'from 1 to 500'],
    [['--after', 'last'], 'a whole id'],
  ])('%j is refused with a hint and exit code 2', async (args, words) => {
    const run = await deliveries(...args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(words);
  });
});

it('a fresh installation is told how to get its first delivery', async () => {
  const fresh = await createTestDatabase();
  const run = await runAmas(['deliveries'], { DATABASE_URL: fresh.url });
  await fresh.drop();
  expect(run.out).toContain('amas send github ping');
});
