import { silentLogger } from '#monitoring/logger.ts';
import { openDatabase, type Database } from '#prisma/client.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import { finishDelivery, writeDeliveries, type DeliveryEnd } from '#prisma/repositories/deliveries.ts';
import { endRun, findRun } from '#prisma/repositories/executions.ts';
import { claimRow } from '#prisma/repositories/leases.ts';
import { beginPosting, createReply, finishPosting, recordPosted } from '#prisma/repositories/replies.ts';
import { createTask, endTask, findTask, recordPlan } from '#prisma/repositories/tasks.ts';
import { ensureDefaultProject, type Tenant } from '#prisma/repositories/tenancy.ts';

/** A database for a test to write into, through the repositories that AMAS itself uses. */
export interface Rows {
  readonly database: Database;
  readonly tenant: Tenant;
  /** Returns the id. It stays `received` without an end. */
  delivery(
    delivery: { event: string; platform?: string; externalId?: string; body?: string },
    end?: DeliveryEnd,
  ): Promise<string>;
  task(task: { deliveryId?: string; url?: string; id?: string }): Promise<string>;
  /** Carries a task through one run with one model call to a posted reply. Returns the ids. */
  finishReview(taskId: string): Promise<{ runId: string; replyId: string }>;
  close(): Promise<void>;
}

export async function openRows(url: string): Promise<Rows> {
  const database = openDatabase({ url, maxConnections: 3, applicationName: 'test', log: silentLogger() });
  const tenant = await ensureDefaultProject(database);
  let count = 0;
  return {
    database,
    tenant,
    delivery: async ({ event, platform = 'github', externalId, body = '{}' }, end) => {
      count += 1;
      const [written] = await writeDeliveries(database.pool, [
        {
          ...tenant,
          platform,
          event,
          externalId: externalId ?? `delivery-${count}`,
          keyIndex: 0,
          headers: {},
          body: Buffer.from(body),
          receivedAt: Date.now(),
        },
      ]);
      const id = written?.id ?? '';
      if (end) await finishDelivery(database.store, id, end);
      return id;
    },
    task: async ({ deliveryId, url, id }) =>
      await createTask(database.store, {
        ...tenant,
        ...(id === undefined ? {} : { id }),
        deliveryId: deliveryId ?? null,
        platform: 'github',
        intent: 'review',
        instructions: 'pull_request.opened',
        event: openedEvent(tenant),
        subjectId: 'octo/repo#12',
        subjectTitle: 'Add a login form',
        subjectUrl: url ?? 'https://github.com/octo/repo/pull/12',
        limits: { maxSteps: 8, maxCostUsd: 0.5, deadline: Date.UTC(2026, 10, 21, 12) },
      }),
    finishReview: (taskId) => finishReview(database, tenant, taskId),
    close: () => database.close(),
  };
}

const openedEvent = (tenant: Tenant) => ({
  ...tenant,
  key: 'delivery-1',
  platform: 'github',
  kind: 'pull_request.opened',
  occurredAt: '2026-11-21T10:00:00.000Z',
  actor: { id: '1', name: 'octocat', isBot: false, isSelf: false, trust: 'member' },
  text: 'Please review',
});

const finding = {
  fingerprint: 'f1',
  severity: 'high',
  rule: 'sql-injection',
  category: 'security',
  title: 'SQL from a request',
  detail: 'Use parameters.',
  evidence: 'rule',
  confidence: 0.9,
  agent: 'code',
};

async function finishReview(database: Database, tenant: Tenant, taskId: string) {
  const { store } = database;
  const plan = await claim(database, 'tasks', taskId, ['queued', 'planning']);
  const task = await findTask(store, taskId);
  if (!task) throw new Error('the task is gone');
  const [runId = ''] =
    (await recordPlan(store, task, plan, {
      plan: { stages: [['code']] },
      stages: [['code']],
      snapshot: {},
      configuration: {},
      limits: task.limits as object,
      subjectId: 'octo/repo#12',
      subjectTitle: 'Add a login form',
      subjectUrl: task.subjectUrl ?? '',
      revision: '5ca1ab1e5ca1ab1e',
    })) ?? [];
  const running = await claim(database, 'task_executions', runId, ['queued', 'running']);
  await recordCompletion(store, {
    organizationId: tenant.organizationId,
    taskId,
    runId,
    provider: 'openai',
    model: 'gpt-5',
    outcome: 'answered',
    prompt: 'code/review-v1',
    inputUncached: 1_000,
    cacheRead: 200,
    cacheWrite: 0,
    output: 300,
    reasoning: 0,
    costUsd: 0.0123,
    latencyMs: 900,
    attempts: [{ provider: 'openai', model: 'gpt-5', outcome: 'answered', latencyMs: 900 }],
    warnings: [],
  });
  const run = await findRun(store, runId);
  if (!run) throw new Error('the run is gone');
  await endRun(store, run, running, {
    status: 'finished',
    outcome: {
      kind: 'answered',
      markdown: '',
      findings: [finding],
      notes: [],
      model: 'answered',
      coverage: [],
    },
  });
  await endTask(store, taskId, { status: 'finished', costUsd: '0.012300000' });
  const replyId = await createReply(store, {
    ...tenant,
    taskId,
    platform: 'github',
    target: {},
    content: {},
  });
  const epoch = (await beginPosting(database, replyId)) ?? 0;
  await recordPosted(store, replyId, epoch, {
    commentId: 7,
    url: 'https://github.com/octo/repo/pull/12#issuecomment-7',
  });
  await finishPosting(store, replyId, epoch, 1);
  return { runId, replyId };
}

async function claim(
  { pool }: Database,
  table: 'tasks' | 'task_executions',
  id: string,
  [from, to]: readonly [string, string],
) {
  const claimed = await claimRow(pool, { table, id, from, to, leaseMs: 60_000 });
  if (claimed.kind !== 'claimed') throw new Error(`${table} ${id} is ${claimed.kind}`);
  return claimed.claim;
}
