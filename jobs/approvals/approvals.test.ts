import { Decimal } from 'decimal.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Agent } from '#agents/contract.ts';
import type { Access, PlatformEvent } from '#bots/contract.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createDatabaseBudget, type DatabaseBudget } from '#prisma/budget/database-budget.ts';
import { changeLimit } from '#prisma/repositories/budget-limits.ts';
import type { Provider, ProviderManifest } from '#providers/contract.ts';
import { createRouter } from '#providers/router/router.ts';
import { answered, createJobScene, eventOf, type JobScene } from '#test/support/job-scene.ts';
import type { ModelBinding } from '../host.ts';
import { sweep } from '../sweep/sweep.ts';
import { decideOnTask } from './decide-approval.ts';

let scene: JobScene;
let budget: DatabaseBudget;
let asked: number;

beforeEach(async () => {
  scene = await createJobScene();
  asked = 0;
  budget = createDatabaseBudget({ database: scene.database, log: silentLogger() });
  const router = createRouter({
    candidates: [{ provider: dear, manifest, model: 'dear' }],
    clock: systemClock,
    log: silentLogger(),
    budget,
  });
  Object.assign(scene.host, { bindModel: (binding: ModelBinding) => router.bind(binding) });
  Object.assign(scene.host.agents, { code: async () => asking });
  await changeLimit(
    scene.database.store,
    scene.tenant.organizationId,
    { scope: 'organization', subject: '', period: 'month' },
    { usd: new Decimal('0.05'), onReached: 'ask' },
  );
});
afterEach(async () => {
  await budget.close();
  await scene.close();
});

/** An agent that goes on without the model when it fails, as all do. */
const asking: Agent = {
  manifest: { id: 'code', title: 'code', summary: '', intents: ['review'], capabilities: [] },
  run: async (_task, { model, signal }) => {
    if (!model) return answered;
    try {
      await model.complete({ messages: [{ role: 'user', content: '?' }], maxOutputTokens: 1_000 }, signal);
      return { ...answered, model: 'answered' };
    } catch {
      signal.throwIfAborted();
      return { ...answered, model: 'failed' };
    }
  },
};

const dear: Provider = {
  id: 'dear',
  complete: async () => {
    asked += 1;
    const usage = { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 600, reasoning: 0 };
    return { text: 'yes', toolCalls: [], finish: 'stop', usage, model: 'dear', warnings: [] };
  },
  async *stream() {
    yield await Promise.reject(new Error('not asked'));
  },
};

const manifest: ProviderManifest = {
  id: 'dear',
  title: 'Dear',
  settings: z.object({}),
  models: [
    {
      id: 'dear',
      contextTokens: 100_000,
      maxOutputTokens: 4_000,
      tools: true,
      schema: true,
      drop: [],
      price: { input: 1, output: 100 },
      source: 'test',
      checkedAt: '2026-11-27',
    },
  ],
  residency: { region: 'unknown', note: '' },
};

async function arriveAndWait(): Promise<string> {
  const deliveryId = await scene.deliver(eventOf(scene.tenant));
  await scene.run('delivery.process', { deliveryIds: [deliveryId] });
  await scene.drain();
  const [task] = await scene.query('select id, status from tasks');
  expect(task?.['status']).toBe('waiting');
  return String(task?.['id']);
}

const decide = (taskId: string, status: 'approved' | 'rejected') =>
  decideOnTask(scene.host.jobs, scene.host.agentManifests, {
    taskId,
    status,
    decidedBy: 'cli:ada',
    now: Date.now(),
  });

describe('a task that meets a limit whose choice is to ask', () => {
  it('waits, says what is awaited and what to run, and goes on beyond the limit when a person allows it', async () => {
    const taskId = await arriveAndWait();
    expect(asked).toBe(0);
    expect(scene.posted.at(-1)).toMatchObject({ verdict: 'pending', title: 'Waiting for approval' });
    const { markdown = '' } = scene.posted.at(-1) ?? {};
    expect(markdown).toContain('does not fit the limit of $0.05 (organization, month): $0.05 is left.');
    expect(markdown).toContain(`amas approve ${taskId}`);
    expect(await scene.query('select agent, status from task_executions order by agent')).toEqual([
      { agent: 'code', status: 'queued' },
      { agent: 'security', status: 'queued' },
    ]);
    expect(await sweep(scene.host, 0)).toBe(0);

    expect(await decide(taskId, 'approved')).toBe(true);
    expect(await decide(taskId, 'rejected')).toBe(false);
    // A process that dies right behind the decision, and a queue that forgets, lose nothing.
    scene.queue.length = 0;
    expect(await sweep(scene.host, 0)).toBeGreaterThan(0);
    await scene.drain();
    expect(asked).toBe(1);
    expect(await scene.query('select status from tasks')).toEqual([{ status: 'finished' }]);
    expect(scene.posted.at(-1)?.verdict).toBe('passed');
    await budget.close();
    expect(await scene.query('select spent_usd::float8 as spent from budget_periods')).toEqual([
      { spent: 0.06001 },
    ]);
    expect(
      await scene.query(`select actor, action from audit_logs where action like 'task.%' order by id`),
    ).toEqual([
      { actor: 'amas', action: 'task.wait' },
      { actor: 'cli:ada', action: 'task.approve' },
    ]);
  });

  it('goes on without a model when a person refuses', async () => {
    const taskId = await arriveAndWait();
    expect(await decide(taskId, 'rejected')).toBe(true);
    await scene.drain();
    expect(asked).toBe(0);
    expect(await scene.query("select status, report->>'conclusion' as conclusion from tasks")).toEqual([
      { status: 'finished', conclusion: 'reviewed' },
    ]);
  });

  it('is cancelled when nobody decides for a week', async () => {
    await arriveAndWait();
    await scene.query(`update budget_approvals set created_at = now() - interval '8 days'`);
    await sweep(scene.host, 60_000);
    await scene.drain();
    expect(await scene.query('select status, reason from tasks')).toEqual([
      { status: 'cancelled', reason: 'task.not_approved' },
    ]);
    expect(scene.posted.at(-1)?.markdown).toContain('Nobody decided within seven days');
  });
});

describe('a decision from a platform', () => {
  const maintainers = ['max', 'rosa'];
  const comment = (name: string, text: string) => ({
    ...eventOf(scene.tenant, { command: 'approve', occurredAt: new Date().toISOString() }),
    actor: { id: name, name, isBot: false, isSelf: false, trust: 'member' } as const,
    command: { name: text.split(' ')[0] ?? '', args: [], rest: text.split(' ').slice(1).join(' ') },
  });
  const say = async (name: string, text: string) => {
    const id = await scene.deliver(comment(name, text));
    await scene.run('delivery.process', { deliveryIds: [id] });
    await scene.drain();
    const [row] = await scene.query(
      `select concat_ws(' ', t.status, t.reason) as what from tasks t join deliveries d on d.task_id = t.id where d.id = '${id}'`,
    );
    return [row?.['what'], scene.posted.at(-1)?.title];
  };
  const byRole = async (event: PlatformEvent, access: Access) => {
    const isMet = 'role' in access && (access.role !== 'maintain' || maintainers.includes(event.actor.name));
    return isMet
      ? ({ allowed: true } as const)
      : { allowed: false, reason: 'forge.no_permission', remedy: '' };
  };

  it('is taken from a maintainer where it waits, or by its id; never from who asked for the work, and only once', async () => {
    scene.connection.authorise = byRole;
    const taskId = await arriveAndWait();
    const [asked] = scene.posted.filter(({ choices }) => choices !== undefined);
    expect(asked?.choices?.map(({ command }) => command)).toEqual([`approve ${taskId}`, `reject ${taskId}`]);
    expect(asked?.markdown).toContain('for at most $1 more');

    expect(await say('bob', 'approve')).toEqual(['cancelled forge.no_permission', 'Waiting for approval']);
    // The push came from the account with the id 1.
    scene.connection.authorise = async () => ({ allowed: true });
    expect(await say('1', `approve ${taskId}`)).toEqual([
      'cancelled rules.own_limit',
      'Waiting for approval',
    ]);
    scene.connection.authorise = byRole;
    expect(await say('max', `approve ${taskId.slice(0, 4)}`)).toEqual(['finished', 'Nothing decided']);
    expect(await say('max', `approve ${taskId} ${taskId}`)).toEqual(['finished', 'Nothing decided']);
    expect(await scene.query(`select status from budget_approvals`)).toEqual([{ status: 'requested' }]);

    const saidBefore = scene.posted.length;
    await say('max', 'approve');
    const said = scene.posted.slice(saidBefore).map(({ title, markdown }) => `${title}: ${markdown}`);
    expect(said.some((each) => each.startsWith('Approved: It goes on beyond the limit of $0.05'))).toBe(true);
    expect(await scene.query(`select status from tasks where id = '${taskId}'`)).toEqual([
      { status: 'finished' },
    ]);
    expect(said.at(-1)).toContain('decided by forge:max');
    expect(await say('rosa', `reject ${taskId}`)).toEqual(['finished', 'Nothing decided']);
    expect(scene.posted.at(-1)?.markdown).toContain('It was approved by forge:max.');
    expect(
      await scene.query(`select actor, action from audit_logs where action like 'task.%' order by id`),
    ).toEqual([
      { actor: 'amas', action: 'task.wait' },
      { actor: 'forge:max', action: 'task.approve' },
    ]);
  });
});
