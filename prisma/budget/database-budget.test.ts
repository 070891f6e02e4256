import { Decimal } from 'decimal.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { codeOf } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createRouter } from '#providers/router/router.ts';
import { createFakeProvider } from '#test/stand-ins/providers/fake-provider.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { decideApproval, requestApproval } from '../repositories/budget-approvals.ts';
import { changeLimit, type LimitKey, type LimitValue } from '../repositories/budget-limits.ts';
import { recordCompletion } from '../repositories/completions.ts';
import {
  createDatabaseBudget,
  standardTimings,
  type BudgetTimings,
  type DatabaseBudget,
  type Reserved,
} from './database-budget.ts';

let target: TestDatabase;
let rows: Rows;
beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
});
afterAll(async () => {
  await rows.close();
  await target.drop();
});

const opened: DatabaseBudget[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((budget) => budget.close()));
  await rows.database.pool.query(
    'delete from budget_limits; delete from notifications; delete from completions',
  );
});

/** Another process, as far as the budget can tell. */
function openBudget(given?: Partial<BudgetTimings>): DatabaseBudget {
  const budget = createDatabaseBudget({
    database: rows.database,
    log: silentLogger(),
    ...(given ? { timings: { ...standardTimings, ...given } } : {}),
  });
  opened.push(budget);
  return budget;
}

const usd = (text: string | number) => new Decimal(text);
const setLimit = (key: Partial<LimitKey>, value: Partial<LimitValue> & { usd: Decimal }) =>
  changeLimit(
    rows.database.store,
    rows.tenant.organizationId,
    { scope: 'organization', subject: '', period: 'month', ...key },
    { onReached: 'stop', ...value },
  );
const scope = (more: object = {}) => ({ organizationId: rows.tenant.organizationId, agent: 'code', ...more });
const never = new AbortController().signal;
const reserve = (budget: DatabaseBudget, amount: string | number, more: object = {}) =>
  budget.reserve(scope(more), usd(amount), never);
const isHeld = (reserved: Reserved) => reserved.ok;

async function period(): Promise<{ spent: string; leased: string; alerted: number }> {
  const { rows: found } = await rows.database.pool.query<{ spent: string; leased: string; alerted: number }>(
    `select p.spent_usd::float8::text as spent, p.alerted_percent as alerted,
       (select coalesce(sum(usd), 0)::float8::text from budget_leases where period_id = p.id) as leased
     from budget_periods p`,
  );
  return found[0] ?? { spent: 'none', leased: 'none', alerted: 0 };
}

describe('a budget in the database', () => {
  it('lets everything through where there is no limit, without a row', async () => {
    const budget = openBudget();
    const reserved = await reserve(budget, 1_000);
    expect(isHeld(reserved)).toBe(true);
    expect((await period()).spent).toBe('none');
  });

  it('never gives out more than the limit to processes that ask at once, and all of it', async () => {
    await setLimit({}, { usd: usd('0.1') });
    const budgets = [openBudget(), openBudget()];
    const reserved = await Promise.all(
      Array.from({ length: 400 }, (_, index) => reserve(budgets[index % 2] ?? openBudget(), '0.001')),
    );
    expect(reserved.filter(isHeld)).toHaveLength(100);
    const refused = reserved.find((each) => !each.ok);
    expect(refused).toMatchObject({
      refusal: { limit: 'organization, month', limitUsd: '0.1', onReached: 'stop' },
    });
    for (const [index, each] of reserved.entries())
      if (each.ok) budgets[index % 2]?.settle(each.hold, usd('0.001'));
    await Promise.all(budgets.map((budget) => budget.close()));
    expect(await period()).toMatchObject({ spent: '0.1', leased: '0', alerted: 100 });
  });

  it('gives back what a call did not use, and takes what it used beyond its worst case', async () => {
    await setLimit({}, { usd: usd(1) });
    const budget = openBudget();
    const first = await reserve(budget, 1);
    if (first.ok) budget.settle(first.hold, usd('0.25'));
    const second = await reserve(budget, '0.75');
    expect(isHeld(second)).toBe(true);
    if (second.ok) budget.settle(second.hold, usd('0.8'));
    expect(isHeld(await reserve(budget, '0.001'))).toBe(false);
    await budget.close();
    expect(await period()).toMatchObject({ spent: '1.05', leased: '0' });
  });

  it('asks the database once for many calls', async () => {
    await setLimit({}, { usd: usd(100) });
    const budget = openBudget();
    await reserve(budget, '0.001');
    const asked = vi.spyOn(rows.database.pool, 'connect');
    for (let count = 0; count < 5_000; count += 1) {
      const reserved = await reserve(budget, '0.001');
      expect(isHeld(reserved)).toBe(true);
      if (reserved.ok) budget.settle(reserved.hold, usd('0.0001'));
    }
    expect(asked.mock.calls.length).toBeLessThan(3);
    asked.mockRestore();
  });

  it('has every limit of a call fit, and takes from none when one does not', async () => {
    await setLimit({}, { usd: usd(10) });
    await setLimit({ scope: 'user', subject: '*', period: 'day' }, { usd: usd(1), onReached: 'cheaper' });
    const budget = openBudget();
    expect(isHeld(await reserve(budget, 1, { userId: 'github:1' }))).toBe(true);
    expect(await reserve(budget, 1, { userId: 'github:1' })).toMatchObject({
      ok: false,
      refusal: { limit: 'user github:1, day', leftUsd: '0', onReached: 'cheaper' },
    });
    expect(isHeld(await reserve(budget, 1, { userId: 'github:2' }))).toBe(true);
    expect(isHeld(await reserve(budget, 8))).toBe(true);
    expect(isHeld(await reserve(budget, '0.001'))).toBe(false);
  });

  it('counts what was spent before a limit was set', async () => {
    await spend(rows, '0.4', {});
    await setLimit({ scope: 'agent', subject: 'code' }, { usd: usd('0.5') });
    const budget = openBudget();
    expect(isHeld(await reserve(budget, '0.2'))).toBe(false);
    expect(isHeld(await reserve(budget, '0.1'))).toBe(true);
    expect(isHeld(await reserve(budget, 5, { agent: 'security' }))).toBe(true);
  });

  it('counts what was spent while a limit was removed', async () => {
    const budget = openBudget({ reportMs: 60_000, idleMs: 60_000 });
    const own = { budgetHolder: budget.holder };
    await setLimit({}, { usd: usd(1) });
    const [held, under] = [await reserve(budget, '0.3'), await reserve(budget, '0.1')];
    if (held.ok) budget.settle(held.hold, usd('0.3'));
    await spend(rows, '0.3', own);
    const organization = { scope: 'organization', subject: '', period: 'month' } as const;
    await changeLimit(rows.database.store, rows.tenant.organizationId, organization, undefined);
    await spend(rows, '0.4', own);
    await setLimit({}, { usd: usd(1) });
    // A block of before gets no more, and its process goes on with what there is now.
    expect(isHeld(await reserve(budget, '0.4'))).toBe(false);
    expect(isHeld(await reserve(openBudget(), '0.4'))).toBe(false);
    if (under.ok) budget.settle(under.hold, usd('0.1'));
    expect(isHeld(await reserve(budget, '0.3'))).toBe(true);
    expect(isHeld(await reserve(openBudget(), '0.001'))).toBe(false);
  });

  it('frees the block of a process that died, and counts what it had spent but not reported', async () => {
    const died = openBudget({ leaseMs: 300, reportMs: 60_000, idleMs: 60_000 });
    await spend(rows, '0.2', { budgetHolder: died.holder });
    await setLimit({}, { usd: usd('1.2') });
    const held = await reserve(died, '0.9');
    await spend(rows, '0.3', { budgetHolder: died.holder });
    const budget = openBudget();
    expect(isHeld(held)).toBe(true);
    expect(isHeld(await reserve(budget, '0.7'))).toBe(false);
    await eventually('there is money', async () => isHeld(await reserve(budget, '0.7')));
    expect(await period()).toMatchObject({ spent: '0.5' });
    expect(isHeld(await reserve(budget, '0.001'))).toBe(false);
  });

  it('keeps the money of a call that outlives its lease, and gives idle money to others', async () => {
    await setLimit({}, { usd: usd(1) });
    const long = openBudget({ leaseMs: 1_200, reportMs: 50, idleMs: 100 });
    const held = await reserve(long, '0.5');
    const idle = openBudget({ leaseMs: 60_000, reportMs: 50, idleMs: 100 });
    const unused = await reserve(idle, '0.5');
    if (unused.ok) idle.settle(unused.hold, usd(0));
    const budget = openBudget();
    await eventually('there is money', async () => isHeld(await reserve(budget, '0.5')));
    await new Promise((done) => setTimeout(done, 1_300));
    expect(isHeld(await reserve(budget, '0.01'))).toBe(false);
    if (held.ok) long.settle(held.hold, usd('0.1'));
    await eventually('there is money', async () => isHeld(await reserve(budget, '0.4')));
  });

  it('counts what a process spends after it gave its idle money back', async () => {
    await setLimit({}, { usd: usd(1) });
    const budget = openBudget({ reportMs: 10, idleMs: 30 });
    for (const amount of ['0.3', '0.2', '0.1']) {
      const reserved = await reserve(budget, amount);
      if (reserved.ok) budget.settle(reserved.hold, usd(amount));
      await new Promise((done) => setTimeout(done, 120));
    }
    expect(await period()).toMatchObject({ spent: '0.6', leased: '0' });
  });

  it('takes back what it leased when the limit is lowered, and minds a new limit from the first call on', async () => {
    await setLimit({}, { usd: usd(160) });
    /** Limits are read again, also on a machine where that takes long. */
    const fresh = async (of: DatabaseBudget) => {
      await new Promise((done) => setTimeout(done, 60));
      await reserve(of, 0);
      await new Promise((done) => setTimeout(done, 60));
    };
    const still = { leaseMs: 60_000, reportMs: 60_000, idleMs: 60_000, freshMs: 40 };
    const budget = openBudget(still);
    const held = await reserve(budget, 1);
    if (held.ok) budget.settle(held.hold, usd(1));
    await setLimit({}, { usd: usd('2.5') });
    await fresh(budget);
    const reserved = [await reserve(budget, 1), await reserve(budget, 1)];
    expect(reserved.map(isHeld)).toEqual([true, false]);
    expect(reserved[1]).toMatchObject({ refusal: { limitUsd: '2.5', leftUsd: '0.5' } });

    await setLimit({ scope: 'agent', subject: 'code', period: 'day' }, { usd: usd(0) });
    await fresh(budget);
    expect(await reserve(budget, '0.1')).toMatchObject({ refusal: { limit: 'agent code, day' } });
  });

  it('counts a call that outlasts its day where it began, and nowhere else', async () => {
    await setLimit({ period: 'day' }, { usd: usd(1) });
    const budget = openBudget({ leaseMs: 300, reportMs: 30, idleMs: 100, freshMs: 2_000 });
    const held = await reserve(budget, '0.6');
    // Midnight comes in a moment.
    await rows.database.pool.query(
      `update budget_periods set key = '2000-01-01', ends_at = clock_timestamp() + interval '0.2 seconds'`,
    );
    await eventually('the next day', async () => isHeld(await reserve(budget, '0.7')));
    if (held.ok) budget.settle(held.hold, usd('0.5'));
    const sinceMidnightMs = Date.now() % 86_400_000;
    await spend(rows, '0.5', { latencyMs: sinceMidnightMs + 1_000, budgetHolder: budget.holder });
    await budget.close();
    // Another limit begins with what the records say of today.
    await setLimit({ scope: 'agent', subject: 'code', period: 'day' }, { usd: usd(1) });
    expect(isHeld(await reserve(openBudget(), '0.001'))).toBe(true);
    const { rows: days } = await rows.database.pool.query(
      'select spent_usd::float8 as spent from budget_periods order by created_at',
    );
    expect(days).toEqual([{ spent: 0.5 }, { spent: 0 }, { spent: 0 }]);
  });

  it('tells 50, 80 and 100 per cent of a limit once in a period, whoever crosses them', async () => {
    await setLimit({}, { usd: usd(1) });
    // The second one is too dear for itself; from the seventh on there is more.
    for (const [index, amount] of ['0.3', '2', '0.3', '0.3', '0.3', '0.3', '0.1', '0.7', '0.1'].entries()) {
      if (index === 6) await setLimit({}, { usd: usd(3) });
      const budget = openBudget();
      const reserved = await reserve(budget, amount);
      if (reserved.ok) budget.settle(reserved.hold, usd(amount));
      await budget.close();
    }
    const { rows: told } = await rows.database.pool.query<{ title: string }>(
      'select title from notifications order by id',
    );
    expect(told.map(({ title }) => title)).toEqual([
      'The limit of the organization for the month turns calls away: $0.3 of $1 spent',
      '50 % of the limit of the organization for the month: $0.6 of $1 spent',
      '80 % of the limit of the organization for the month: $0.9 of $1 spent',
      '50 % of the limit of the organization for the month: $1.7 of $3 spent',
    ]);
  });

  it('lets a task go on beyond a limit once a person allowed it, and counts it', async () => {
    const taskId = await rows.task({});
    await setLimit({ period: 'day' }, { usd: usd('0.5'), onReached: 'ask' });
    const budget = openBudget();
    const refused = await reserve(budget, 1, { taskId });
    if (refused.ok) throw new Error('it fits');
    expect(refused.refusal).toMatchObject({
      onReached: 'ask',
      resetsAt: expect.stringMatching(/T00:00:00/) as string,
    });
    const { organizationId } = rows.tenant;
    await requestApproval(rows.database.store, { organizationId, taskId, refusal: refused.refusal });
    expect(isHeld(await reserve(budget, 1, { taskId }))).toBe(false);
    await decideApproval(rows.database.store, taskId, { status: 'approved', decidedBy: 'cli:ada' });
    const allowed = await reserve(budget, 1, { taskId });
    if (allowed.ok) budget.settle(allowed.hold, usd('0.7'));
    await budget.close();
    expect(await period()).toMatchObject({ spent: '0.7' });
  });

  it.each([
    { onReached: 'cheaper', outcome: 'cheap' },
    { onReached: 'stop', outcome: 'providers.budget_exceeded' },
  ] as const)('behind the router: $onReached ends with $outcome', async ({ onReached, outcome }) => {
    // In the worst case the dear one takes a hundredth of a dollar, the cheap one a thousandth.
    await setLimit({}, { usd: usd('0.005'), onReached });
    const answers = { clock: systemClock, outcomes: [{ kind: 'answer' }] } as const;
    const candidates = [
      createFakeProvider({ id: 'dear', ...answers }),
      createFakeProvider({ id: 'cheap', ...answers, models: [{ price: { input: 0.1, output: 1 } }] }),
    ];
    const budget = openBudget();
    const router = createRouter({ candidates, clock: systemClock, log: silentLogger(), budget });
    const model = router.bind({ ...scope(), deadline: Date.now() + 5_000, maxCostUsd: 1, spentUsd: 0 });
    const asked = model.complete(
      { messages: [{ role: 'user', content: '?' }], maxOutputTokens: 1_000 },
      never,
    );
    expect(await asked.then(({ record }) => record.provider, codeOf)).toBe(outcome);
    expect(candidates[0]?.calls).toEqual([]);
    router.close();
  });

  it('behind the router: a model of unknown price slips under no limit', async () => {
    await setLimit({}, { usd: usd(0), onReached: 'stop' });
    const fake = createFakeProvider({ id: 'unpriced', clock: systemClock, outcomes: [{ kind: 'answer' }] });
    const { price: _price, ...model } = fake.manifest.models[0]!;
    const candidates = [{ ...fake, manifest: { ...fake.manifest, models: [model] } }];
    const budget = openBudget();
    const router = createRouter({ candidates, clock: systemClock, log: silentLogger(), budget });
    expect(router.models()).toMatchObject([{ outOfUse: 'price-unknown' }]);
    const bound = router.bind({ ...scope(), deadline: Date.now() + 5_000, maxCostUsd: 1, spentUsd: 0 });
    await expect(
      bound.complete({ messages: [{ role: 'user', content: '?' }], maxOutputTokens: 10 }, never),
    ).rejects.toMatchObject({ code: 'providers.no_candidate' });
    expect(fake.calls).toEqual([]);
    router.close();
  });

  it('behind the router: no call waits for it past the deadline, and what it grants too late goes back', async () => {
    const late = Promise.withResolvers<Reserved>();
    const settled: string[] = [];
    const budget = {
      reserve: () => late.promise,
      settle: (_hold: unknown, spent: Decimal) => void settled.push(spent.toFixed()),
    };
    const fake = createFakeProvider({ id: 'a', clock: systemClock, outcomes: [{ kind: 'answer' }] });
    const router = createRouter({ candidates: [fake], clock: systemClock, log: silentLogger(), budget });
    const bound = router.bind({ ...scope(), deadline: Date.now() + 100, maxCostUsd: 1, spentUsd: 0 });
    const startedAt = performance.now();
    await expect(
      bound.complete({ messages: [{ role: 'user', content: '?' }], maxOutputTokens: 10 }, never),
    ).rejects.toMatchObject({
      code: 'providers.timeout',
      publicMessage: expect.stringContaining('database') as string,
    });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    late.resolve({ ok: true, hold: { usd: usd(1), release: [] } });
    await eventually('it goes back', () => settled.length > 0);
    expect([settled, fake.calls]).toEqual([['0'], []]);
    router.close();
  });

  it('stops waiting when the caller leaves, and takes nothing', async () => {
    await setLimit({}, { usd: usd(1) });
    const budget = openBudget();
    const leaving = new AbortController();
    const waiting = budget.reserve(scope(), usd(1), leaving.signal);
    await Promise.resolve();
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await eventually('there is money', async () => isHeld(await reserve(budget, 1)));
  });
});

async function spend({ database, tenant }: Rows, costUsd: string, more: object): Promise<void> {
  await recordCompletion(database.store, {
    organizationId: tenant.organizationId,
    agent: 'code',
    provider: 'openai',
    model: 'gpt-5',
    outcome: 'answered',
    costUsd,
    latencyMs: 1,
    attempts: [],
    warnings: [],
    ...more,
  });
}
