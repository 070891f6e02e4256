import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallPullRequest } from '#test/faults/scene.ts';
import type { OpenedPull } from '#test/stand-ins/github/repository-handle.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually as eventuallyWithin } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';

/** A busy machine takes its time. */
const eventually: typeof eventuallyWithin = (what, look) =>
  eventuallyWithin(what, look, { timeoutMs: 20_000 });

const nothingFound = { text: '{"findings":[]}' };

describe('a review that meets a limit whose choice is to ask', () => {
  let database: TestDatabase;
  let rows: Rows;
  let scene: GitHubScene;
  let provider: ProviderStandIn;
  let amas: Amas;
  let answer: object = nothingFound;
  const logged: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    scene = await createGitHubScene();
    scene.repository.setRole('rosa', 'maintain');
    scene.repository.setRole('mona', 'maintain');
    scene.repository.setRole('theo', 'write');
    provider = await startOpenaiStandIn({ fallback: () => answer });
    amas = await startAmas({
      databaseUrl: database.url,
      github: scene.github,
      environment: { OPENAI_API_KEY: provider.apiKey, OPENAI_BASE_URL: provider.baseUrl },
      recoveryMs: 1_000,
    });
    rows = await openRows(database.url);
    const limit = await runAmas(['budget', 'set', '0.000001', '--then', 'ask'], amas.environment);
    const words = await runAmas(['config', 'words', 'on'], amas.environment);
    expect([limit.code, words.code]).toEqual([0, 0]);
  });

  afterAll(async () => {
    await amas?.stop();
    await provider?.close();
    await scene?.github.close();
    await rows?.close();
    await database?.drop();
  });

  const query = async (sql: string, ...values: readonly unknown[]): Promise<Record<string, unknown>[]> =>
    (await rows.database.pool.query<Record<string, unknown>>(sql, [...values])).rows;

  const comments = ({ number }: OpenedPull, login: string) =>
    scene.github.comments(scene.fullName, number).filter(({ user }) => user.login === login);

  /** The one comment that asks, and the task it is about. */
  const questionOn = async (pull: OpenedPull) => {
    const question = await eventually('the question', () =>
      comments(pull, 'amas[bot]').find(({ body }) => body.includes('/amas approve ')),
    );
    const [, taskId = ''] = /\/amas approve ([0-9a-f-]{36})/.exec(question.body) ?? [];
    return { id: question.id, taskId };
  };

  const statusOf = async (taskId: string) => {
    const found = await query(
      `select concat_ws(', ', t.status, a.status, a.decided_by) as what
       from tasks t join budget_approvals a on a.task_id = t.id where t.id = $1`,
      taskId,
    );
    return found.map(({ what }) => what);
  };

  const refusals = async () => {
    const found = await query(
      `select t.reason, left(d.remedy, 80) as remedy from tasks t join deliveries d on d.id = t.delivery_id
       where t.status = 'cancelled' order by t.reason`,
    );
    return found.map(({ reason, remedy }) => [reason, remedy]);
  };

  /** The worker dies without a word, and another one takes its place. */
  const crash = async (meanwhile?: () => void) => {
    await amas.worker().kill('SIGKILL');
    logged.push(...amas.worker().lines);
    meanwhile?.();
    await amas.startWorker();
  };

  /** All that stands on the platform and in the rows when all is done; nothing of it may be there twice. */
  const outcomeOf = async (pull: OpenedPull, { id, taskId }: { id: number; taskId: string }) => {
    await eventually('the end of the review', () =>
      scene.github.checkRuns(scene.fullName, pull.headSha).some(({ status }) => status === 'completed'),
    );
    await eventually('the question to be closed', async () => {
      const [row] = await query(`select count(*)::int as open from replies where status <> 'posted'`);
      return row?.['open'] === 0;
    });
    const said = comments(pull, 'amas[bot]');
    return {
      checks: scene.github.checkRuns(scene.fullName, pull.headSha).length,
      reviews: scene.github.reviews(scene.fullName, pull.number).length,
      summaries: said.filter(({ body }) => body.includes('child_process.exec')).length,
      question: said.find((comment) => comment.id === id)?.body ?? '',
      open: said.filter(({ body }) => body.includes('Waiting for approval')).length,
      status: await statusOf(taskId),
      audit: await query(
        `select concat_ws(' ', actor, action) as what from audit_logs where target = $1 order by id`,
        taskId,
      ).then((found) => found.map(({ what }) => what)),
    };
  };

  it('asks once in a comment, and is posted once after an approval, whenever the worker is killed', async () => {
    answer = { hang: 'before-headers' };
    const pull = openSmallPullRequest(scene, 1);
    const question = await questionOn(pull);
    expect(provider.requests).toHaveLength(0);
    // Killed between the question and the decision; what is written meanwhile waits for the next worker.
    await crash(() => {
      scene.repository.comment(pull.number, '/amas approve', 'stranger');
      scene.repository.comment(pull.number, '/amas approve', 'theo');
      scene.repository.comment(pull.number, '/amas approve', 'mona');
      scene.repository.comment(pull.number, '/amas approve', 'rosa');
    });
    await eventually('the model to be asked', () => provider.requests.length > 0);
    expect(await statusOf(question.taskId)).toEqual(['running, approved, github:rosa']);
    // Killed in the call that was let through.
    answer = nothingFound;
    await crash();
    expect(await outcomeOf(pull, question)).toEqual({
      checks: 1,
      reviews: 1,
      summaries: 1,
      question: expect.stringContaining('decided by github:rosa') as string,
      open: 0,
      status: ['finished, approved, github:rosa'],
      audit: ['amas task.wait', 'github:rosa task.approve'],
    });
    // Who may not decide makes the bot say nothing; the reason is there for who asks why.
    expect(await refusals()).toEqual([
      ['github.no_permission', expect.stringMatching(/^This needs maintain access/)],
      ['github.no_permission', expect.stringMatching(/^This needs maintain access/)],
      ['rules.own_limit', expect.stringMatching(/^You asked for this work yourself/)],
    ]);
    const said = comments(pull, 'amas[bot]').map(({ body }) => body.split('\n')[0]);
    expect(said).toHaveLength(3);
    expect(new Set(said)).toEqual(
      new Set(['### 1 critical finding in 1 file', '**Approved**', '**Decided**']),
    );
  });

  it('asks about the newest commit alone, and goes on without a model after a rejection', async () => {
    const asked = provider.requests.length;
    const opened = openSmallPullRequest(scene, 2);
    const former = await questionOn(opened);
    const headSha = scene.repository.push('change-2', { 'src/more.ts': 'export const more = 1;\n' });
    const pull = { ...opened, headSha };
    await eventually('the former question to be closed', () =>
      comments(pull, 'amas[bot]').some(
        ({ id, body }) => id === former.id && body.includes('A newer commit arrived'),
      ),
    );
    const question = await questionOn(pull);
    expect(question.taskId).not.toBe(former.taskId);
    scene.repository.comment(pull.number, '/amas reject', 'rosa');
    expect(await outcomeOf(pull, question)).toEqual({
      checks: 1,
      reviews: 1,
      summaries: 1,
      question: expect.stringContaining('No model is asked') as string,
      open: 0,
      status: ['finished, rejected, github:rosa'],
      audit: ['amas task.wait', 'github:rosa task.reject'],
    });
    expect(provider.requests).toHaveLength(asked);
  });

  it('has no key of the operator in rows, jobs, messages, metrics and logs', async () => {
    const tables = await query(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
    );
    const dumps = tables.map(({ name }) => `select row_to_json(each)::text as row from ${String(name)} each`);
    const stored = await query(dumps.join(' union all '));
    // Words of calls are among them.
    expect(await query('select from completions where content is not null')).not.toEqual([]);
    const metrics = await (await fetch(`${amas.hubUrl}/metrics`)).text();
    const messages = [1, 2].flatMap((number) => scene.github.comments(scene.fullName, number));
    const seen = JSON.stringify([
      stored,
      messages,
      scene.github.effects,
      metrics,
      logged,
      amas.worker().lines,
      amas.hub().lines,
    ]);
    const { privateKey, hook } = scene.github.app;
    const [, keyLine = ''] = privateKey.split('\n');
    for (const secret of [provider.apiKey, hook.secret, keyLine]) {
      expect(secret.length).toBeGreaterThan(7);
      expect(seen).not.toContain(secret);
    }
  });
});
