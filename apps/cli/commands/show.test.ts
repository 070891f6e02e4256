import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestApproval } from '#prisma/repositories/budget-approvals.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

let target: TestDatabase;
let rows: Rows;
let deliveryId: string;
let ignoredId: string;
let taskId: string;
let runId: string;
let replyId: string;

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  deliveryId = await rows.delivery({ event: 'pull_request', body: 'x'.repeat(2_100) });
  ignoredId = await rows.delivery(
    { event: 'ping' },
    { status: 'ignored', reason: 'github.draft', remedy: 'Mark it as ready.' },
  );
  taskId = await rows.task({ deliveryId });
  await rows.database.store.delivery.update({
    where: { id: deliveryId },
    data: { status: 'processed', taskId },
  });
  ({ runId, replyId } = await rows.finishReview(taskId));
});

afterAll(async () => {
  await rows.close();
  await target.drop();
});

const show = (...args: string[]) => runAmas(['show', ...args], { DATABASE_URL: target.url });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

describe('amas show --json', () => {
  it('tells delivery, event, task, runs, completions, replies, cost and duration', async () => {
    const run = await show(taskId, '--json');
    const replies = [
      {
        id: replyId,
        platform: 'github',
        status: 'posted',
        reason: null,
        url: 'https://github.com/octo/repo/pull/12#issuecomment-7',
      },
    ];
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.json()).toEqual({
      delivery: {
        id: deliveryId,
        platform: 'github',
        event: 'pull_request',
        externalId: 'delivery-1',
        receivedAt: time,
        status: 'processed',
        reason: null,
        taskId,
        remedy: null,
        bodyBytes: 2_100,
        keyIndex: 0,
        restarts: 0,
        finishedAt: null,
      },
      event: {
        kind: 'pull_request.opened',
        occurredAt: '2026-11-21T10:00:00.000Z',
        actor: { id: '1', name: 'octocat', trust: 'member' },
        command: null,
      },
      task: {
        id: taskId,
        intent: 'review',
        status: 'finished',
        reason: null,
        createdAt: time,
        finishedAt: time,
        costUsd: 0.0123,
        replies,
        startedAt: time,
        instructions: 'pull_request.opened',
        subject: {
          id: 'octo/repo#12',
          title: 'Add a login form',
          url: 'https://github.com/octo/repo/pull/12',
        },
        revision: '5ca1ab1e5ca1ab1e',
        limits: { maxSteps: 8, maxCostUsd: 0.5, deadline: '2026-11-21T12:00:00.000Z' },
        conclusion: null,
      },
      request: null,
      approval: null,
      runs: [
        {
          id: runId,
          stage: 0,
          agent: 'code',
          status: 'finished',
          reason: null,
          attempts: 1,
          startedAt: time,
          finishedAt: time,
          durationMs: expect.any(Number),
          findings: 1,
        },
      ],
      completions: [
        {
          id: expect.any(String),
          runId,
          provider: 'openai',
          model: 'gpt-5',
          outcome: 'answered',
          code: null,
          prompt: 'code/review-v1',
          input: 1_200,
          output: 300,
          costUsd: 0.0123,
          reportedUsd: null,
          latencyMs: 900,
          attempts: 1,
          tried: [{ provider: 'openai', model: 'gpt-5', outcome: 'answered', startedMs: 0, latencyMs: 900 }],
          decision: null,
          warnings: [],
          words: null,
          createdAt: time,
        },
      ],
      replies: [{ ...replies[0], revision: 1, postedRevision: 1, updatedAt: time }],
      costUsd: 0.0123,
      durationMs: expect.any(Number),
    });
  });

  it('tells of a delivery that led to no task', async () => {
    expect((await show(ignoredId, '--json')).json()).toMatchObject({
      delivery: { id: ignoredId, reason: 'github.draft', remedy: 'Mark it as ready.' },
      event: null,
      task: null,
      runs: [],
      costUsd: 0,
    });
  });
});

describe('amas show', () => {
  it('tells the story in order, with what each step cost', async () => {
    const { out } = await show(taskId);
    expect(out).toContain(`Task ${taskId}  finished`);
    expect(out.replaceAll(/ +/g, ' ')).toMatch(
      new RegExp(
        [
          'delivery processed github pull_request, 2\\.1 kB',
          'event pull_request\\.opened by octocat \\(member\\)',
          'task finished review, at 5ca1ab1e5ca1',
          'run finished code, 1 finding',
          'completion answered openai/gpt-5 for code, prompt code/review-v1, 1200 tokens in, 300 out, \\$0\\.0123, 900 ms',
          'reply posted github, revision 1, https://github\\.com/octo/repo/pull/12#issuecomment-7',
          '\\$0\\.0123 of at most \\$0\\.5000 · .* from the delivery to the end',
        ].join('[\\s\\S]*'),
      ),
    );
  });

  it('tells how a call was decided: refusals, attempts, cache, cost and warnings', async () => {
    const id = await rows.task({});
    const { runId } = await rows.finishReview(id);
    const decision = {
      policy: { name: 'cheapest', layer: 'project' },
      candidates: [
        { provider: 'groq', model: 'small', score: 0.25 },
        { provider: 'openai', model: 'gpt-5', key: 'second', score: 1 },
        { provider: 'local', model: 'tiny', refused: { code: 'context', reason: 'takes 4096 tokens' } },
      ],
      cache: 'miss',
      savedUsd: 0.002,
      overheadMs: 0.2,
    };
    const attempts = [
      {
        provider: 'groq',
        model: 'small',
        outcome: 'failed',
        code: 'providers.overloaded',
        startedMs: 0,
        latencyMs: 120,
      },
      {
        provider: 'openai',
        model: 'gpt-5',
        outcome: 'answered',
        startedMs: 121,
        latencyMs: 900,
        costUsd: 0.012,
      },
    ];
    await rows.database.store.completion.updateMany({
      where: { runId },
      data: { decision, attempts, warnings: ['temperature was dropped'], reportedUsd: 0.013 },
    });
    const { organizationId } = rows.tenant;
    await recordCompletion(rows.database.store, {
      organizationId,
      taskId: id,
      runId,
      agent: 'code',
      provider: 'openai',
      model: 'gpt-5',
      outcome: 'failed',
      code: 'providers.budget_exceeded',
      costUsd: 0,
      latencyMs: 1,
      attempts: [],
      warnings: [],
      decision,
    });
    const refusal = {
      limit: 'organization, month',
      limitUsd: '5',
      leftUsd: '0.1',
      onReached: 'ask',
    } as const;
    await requestApproval(rows.database.store, { organizationId, taskId: id, refusal });
    const { out } = await show(id);
    for (const note of [
      'the same choice of models as above',
      'a call did not fit the limit of $5 (organization, month), of which $0.1 was left',
      `go on beyond it: amas approve ${id}`,
      'openai/gpt-5 for code after groq/small was overloaded, prompt',
      'order of policy cheapest (project): groq/small 0.25, openai/gpt-5 (key second) 1',
      'not local/tiny: takes 4096 tokens (context)',
      "the vendor's prompt cache saved $0.0020",
      '1. groq/small was overloaded after 120 ms (providers.overloaded)',
      '2. openai/gpt-5 answered after 900 ms, $0.0120',
      'the vendor says that it costs $0.0130',
      'warning: temperature was dropped',
    ])
      expect(out).toContain(note);
  });

  it('finds the task of a delivery, by as much of an id as is unique', async () => {
    expect((await show(deliveryId)).out).toContain(`Task ${taskId}`);
    expect((await show(taskId.replaceAll('-', '').toUpperCase().slice(0, 31))).out).toContain(
      `Task ${taskId}`,
    );
  });

  it('says why a delivery led to nothing, and how to try again', async () => {
    const { out } = await show(ignoredId);
    expect(out).toContain('ignored, no task');
    expect(out).toContain('reason github.draft');
    expect(out).toContain('Mark it as ready.');
    expect(out).toContain(`amas replay ${ignoredId}`);
  });

  it('lets nothing that a stranger wrote reach the terminal as a control sequence', async () => {
    const id = await rows.task({});
    await rows.database.store.task.update({
      where: { id },
      data: { subjectTitle: '\u001b[2J\u202egone' },
    });
    const { out } = await show(id);
    expect(out).toContain('\\u{001b}[2J\\u{202e}gone');
  });

  it('goes on when another version wrote a row', async () => {
    const id = await rows.task({});
    await rows.database.store.task.update({ where: { id }, data: { event: { v: 9 }, limits: {} } });
    expect((await show(id, '--json')).json()).toMatchObject({ event: null, task: { id, limits: null } });
  });

  it('lists what an ambiguous beginning may mean', async () => {
    const beginning = '01230000-0000-7000-8000-00000000000';
    await rows.task({ id: `${beginning}1` });
    await rows.task({ id: `${beginning}2` });
    const run = await show('01230000');
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(`Several tasks begin with 01230000`);
    expect(run.err).toContain(`${beginning}1`);
  });

  it('names what is near a mistyped id', async () => {
    const mistyped = taskId.slice(0, -1) + (taskId.endsWith('0') ? '1' : '0');
    const run = await show(mistyped);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(`Near it:\n  ${taskId}`);
  });

  it('names the newest when nothing is near', async () => {
    const run = await show('nonsense');
    expect(run.code).toBe(2);
    expect(run.err).toContain('The newest:\n');
  });
});
