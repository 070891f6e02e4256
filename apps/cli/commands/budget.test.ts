import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decimal } from 'decimal.js';
import { compareCosts } from '#jobs/reconcile/compare-costs.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import { requestApproval } from '#prisma/repositories/budget-approvals.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

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

const budget = (...args: string[]) => runAmas(['budget', ...args], { DATABASE_URL: target.url });
const items = async () => ((await budget('--json')).json() as { items: object[] }).items;

describe('amas budget', () => {
  it('says what to do while there is no limit', async () => {
    expect((await budget()).out).toContain('Set one: amas budget set 20\n');
    expect((await budget('undo')).err).toContain('There is no change of a limit to take back.');
  });

  it('sets, changes and removes limits, and takes each change back in turn', async () => {
    expect((await budget('set', '20')).out).toBe(
      '$20 for the organization for a month; what does not fit: stop.\n',
    );
    const changed = await budget('set', '$0.5', '--then', 'ask', '--json');
    expect(changed.json()).toEqual({
      scope: 'organization',
      subject: '',
      period: 'month',
      limitUsd: '0.5',
      onReached: 'ask',
      before: { limitUsd: '20', onReached: 'stop' },
    });
    expect((await budget('remove')).code).toBe(0);
    expect(await items()).toEqual([]);
    expect((await budget('undo')).out).toBe(
      '$0.5 for the organization for a month again; what does not fit: ask.\n',
    );
    expect((await budget('undo')).out).toContain('$20 for the organization for a month again');
    expect((await budget('undo')).out).toBe('There is no limit for the organization for a month again.\n');
    expect(await items()).toEqual([]);
    const { rows: audits } = await rows.database.pool.query<{ action: string }>(
      `select action from audit_logs where action like 'budget.%' order by id`,
    );
    expect(audits.map(({ action }) => action)).toEqual([
      'budget.set',
      'budget.set',
      'budget.remove',
      'budget.undo',
      'budget.undo',
      'budget.undo',
    ]);
  });

  it('finds projects, people, agents and keys by the names that people know', async () => {
    await rows.task({});
    expect((await runAmas(['key', 'create', 'ci'], { DATABASE_URL: target.url })).code).toBe(0);
    expect((await budget('set', '1', '--user', 'github:octocat', '--json')).json()).toMatchObject({
      subject: 'github:1',
    });
    expect((await budget('set', '2', '--project', 'default')).out).toContain(
      '$2 for project default for a month',
    );
    expect((await budget('set', '3', '--key', 'ci')).out).toContain('$3 for key ci for a month');
    expect((await budget('set', '4', '--agent', '*', '--per', 'task')).out).toContain(
      'each agent for one task',
    );
    const { out } = await budget();
    for (const text of ['project default', 'key ci', 'user github:1', 'agent *']) expect(out).toContain(text);
  });

  it('shows what is spent, what is reserved, and alerts', async () => {
    await budget('set', '1', '--per', 'day', '--agent', 'code');
    const spender = createDatabaseBudget({ database: rows.database, log: silentLogger() });
    const scope = { organizationId: rows.tenant.organizationId, agent: 'code' };
    const reserved = await spender.reserve(scope, new Decimal('0.9'), new AbortController().signal);
    if (reserved.ok) spender.settle(reserved.hold, new Decimal('0.9'));
    await spender.close();
    const listed = (await budget('--json')).json() as { items: object[]; alerts: object[] };
    expect(listed.items).toContainEqual({
      scope: 'agent',
      subject: 'code',
      period: 'day',
      limitUsd: '1',
      spentUsd: '0.9',
      reservedUsd: '0',
      spentPercent: 90,
      onReached: 'stop',
      resetsAt: expect.stringMatching(/T00:00:00.000Z$/) as string,
    });
    expect((await budget()).out).toContain('80 % of the limit of agent code for the day: $0.9 of $1 spent');
  });

  it('lets tasks that wait be decided about, and says when there is nothing to decide', async () => {
    const taskId = await rows.task({});
    const { store } = rows.database;
    const { organizationId } = rows.tenant;
    await store.task.update({ where: { id: taskId }, data: { status: 'waiting' } });
    const refusal = {
      limit: 'organization, month',
      limitUsd: '1',
      leftUsd: '0.2',
      onReached: 'ask',
    } as const;
    await requestApproval(store, { organizationId, taskId, refusal });
    expect((await budget()).out).toContain(`${taskId}  organization, month: $0.2 left`);
    const approve = () => runAmas(['approve', taskId], { DATABASE_URL: target.url });
    expect((await approve()).out).toContain(`Task ${taskId} goes on beyond the limit (organization, month).`);
    const again = await approve();
    expect(again.code).toBe(2);
    expect(again.err).toContain('does not wait for a decision: it is running. It was approved by cli:');
  });

  it('compares what vendors said with what was computed, and workers tell a difference once', async () => {
    const { store, pool } = rows.database;
    const { organizationId } = rows.tenant;
    await pool.query('delete from completions');
    const yesterday = new Date(Date.now() - 86_400_000);
    const call = {
      organizationId,
      provider: 'perplexity',
      model: 'sonar',
      outcome: 'answered',
      latencyMs: 1,
      attempts: [],
      warnings: [],
      createdAt: yesterday,
    };
    await recordCompletion(store, { ...call, costUsd: 0.012, reportedUsd: 0.012, computedUsd: 0.01 });
    await recordCompletion(store, { ...call, costUsd: 0.01, computedUsd: 0.01 });
    await recordCompletion(store, call);
    const { items } = (await budget('reconcile', '--json')).json() as { items: object[] };
    expect(items).toEqual([
      {
        day: yesterday.toISOString().slice(0, 10),
        provider: 'perplexity',
        model: 'sonar',
        calls: 3,
        compared: 1,
        reportedUsd: '0.012',
        computedUsd: '0.01',
        unknown: 1,
        differencePercent: 20,
      },
    ]);
    const host = { database: rows.database, log: silentLogger(), clock: systemClock };
    await compareCosts(host);
    await compareCosts(host);
    const { rows: told } = await pool.query(
      `select title from notifications where kind = 'budget.reconcile'`,
    );
    expect(told).toHaveLength(1);
    expect((await budget()).out).toContain('perplexity says that the calls of sonar on');
    expect((await budget('reconcile')).out).toMatch(/perplexity\/sonar +3 +1 +\$0\.012 +\$0\.01 +20\.0 % +1/);
    expect((await budget('reconcile', '--since', 'ever')).err).toContain('--since takes a duration');
  });

  it.each([
    [['set', '--', '-5'], `A limit can't be below zero: -5.`],
    [['set', 'NaN'], 'A limit is an amount of US dollars, such as 20 or 0.05 (at most 9 decimals), not NaN.'],
    [['set', '1e3'], 'A limit is an amount of US dollars'],
    [['set', '0.0000000001'], 'A limit is an amount of US dollars'],
    [['set', '5', '--per', 'week'], '--per takes task, day, month, not week.'],
    [['set', '5', '--then', 'pray'], '--then takes stop, cheaper, ask, not pray.'],
    [['set', '5', '--agent', 'securty'], 'There is no agent securty. Near it: security.'],
    [['set', '5', '--user', 'ada'], '--user takes the platform and the person'],
    [['set', '5', '--agent', 'code', '--key', 'ci'], 'give only one of --agent, --key'],
    [['remove', '--per', 'day'], 'There is no limit for the organization for a day.'],
  ])('refuses %j and says what to do', async (args, sentence) => {
    const run = await budget(...args);
    expect(run.err).toContain(sentence);
    expect(run.code).toBe(2);
  });
});
