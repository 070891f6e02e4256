import { Decimal } from 'decimal.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeLimit } from '#prisma/repositories/budget-limits.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { startNode, type StartedProcess } from '#test/support/process.ts';
import { openRows, type Rows } from '#test/support/rows.ts';

let target: TestDatabase;
let rows: Rows;
const started: StartedProcess[] = [];

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.kill('SIGKILL')));
  await rows.database.pool.query('delete from budget_limits; delete from completions');
});
afterAll(async () => {
  await rows.close();
  await target.drop();
});

async function startSpender(calls: number, kind: 'answers' | 'hangs'): Promise<StartedProcess> {
  const { organizationId } = rows.tenant;
  const child = await startNode(['test/faults/spender.ts', target.url, organizationId, String(calls), kind]);
  started.push(child);
  await child.waitForLine(/^ready$/);
  return child;
}

/** What became of the calls of processes that make them all at once. */
async function spendTogether(...spenders: readonly StartedProcess[]): Promise<Record<string, number>> {
  for (const { pid } of spenders) process.kill(pid, 'SIGUSR2');
  const totals: Record<string, number> = {};
  for (const spender of spenders) {
    const [, json = ''] = await spender.waitForLine(/^done (.*)$/);
    for (const [end, count] of Object.entries(JSON.parse(json) as Record<string, number>)) {
      totals[end] = (totals[end] ?? 0) + count;
    }
  }
  return totals;
}

const limit = (usd: string) =>
  changeLimit(
    rows.database.store,
    rows.tenant.organizationId,
    { scope: 'organization', subject: '', period: 'month' },
    { usd: new Decimal(usd), onReached: 'stop' },
  );

async function money(): Promise<{ spent: number; leased: number; recorded: number }> {
  const { rows: found } = await rows.database.pool.query<{ spent: number; leased: number; recorded: number }>(
    `select spent_usd::float8 as spent,
       (select coalesce(sum(usd), 0)::float8 from budget_leases where expires_at > now()) as leased,
       (select coalesce(sum(cost_usd), 0)::float8 from completions) as recorded
     from budget_periods`,
  );
  return found[0] ?? { spent: 0, leased: 0, recorded: 0 };
}

describe('a limit for 100 calls', () => {
  it('lets exactly 100 of 400 calls of two processes through, and tells the others why', async () => {
    await limit('1');
    const spenders = await Promise.all([startSpender(200, 'answers'), startSpender(200, 'answers')]);
    const ends = await spendTogether(...spenders);
    const { answered = 0, ...refused } = ends;
    expect(answered).toBe(100);
    expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(300);
    for (const why of Object.keys(refused)) {
      expect(why).toMatch(
        /^providers\.budget_exceeded: The limit of \$1 \(organization, month\) leaves \$…, too little/,
      );
    }
    expect(await money()).toEqual({ spent: 1, leased: 0, recorded: 1 });
  });

  it('loses nothing to a process that is killed in mid-call: after its lease others have the whole of it', async () => {
    await limit('1');
    const [hanging, spender] = await Promise.all([startSpender(60, 'hangs'), startSpender(120, 'answers')]);
    process.kill(hanging.pid, 'SIGUSR2');
    await hanging.waitForLine(/^calling$/);
    await eventually('the calls are under way', async () => (await money()).leased >= 0.6);
    await hanging.kill('SIGKILL');
    expect((await money()).leased).toBeGreaterThanOrEqual(0.6);
    await eventually('the lease is over', async () => (await money()).leased === 0);
    expect(await spendTogether(spender)).toMatchObject({ answered: 100 });
    expect(await money()).toEqual({ spent: 1, leased: 0, recorded: 1 });
  });
});
