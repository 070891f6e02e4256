import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { claimRow } from '#prisma/repositories/leases.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import { answered, createJobScene, eventOf, pullRequestAt, type JobScene } from '#test/support/job-scene.ts';
import { explainWhy } from './answers/why.ts';
import { isOutage } from './failure.ts';
import { createRunExecute } from './run-execute/handler.ts';
import { subjectLock } from './subject-lock.ts';

const first = 'a'.repeat(40);
const second = 'c'.repeat(40);

let scene: JobScene;
beforeEach(async () => {
  scene = await createJobScene();
});
afterEach(() => scene.close());

/** Stores the event and processes its delivery alone; the jobs that follow wait. */
async function arrive(options: Parameters<typeof eventOf>[1] = {}): Promise<string> {
  const id = await scene.deliver(eventOf(scene.tenant, options));
  await scene.run('delivery.process', { deliveryIds: [id] });
  const [row] = await scene.query(`select task_id from deliveries where id = '${id}'`);
  return String(row?.['task_id']);
}

const tasks = async () =>
  (await scene.query('select status, reason from tasks order by id')).map(
    (row) => `${String(row['status'])} ${String(row['reason'])}`,
  );
const verdicts = async () =>
  (await scene.query(`select content->>'verdict' as verdict from replies order by id`)).map(
    (row) => row['verdict'],
  );

describe('a delivery', () => {
  it('leads to one review with one receipt, however often its jobs run', async () => {
    const id = await scene.deliver(eventOf(scene.tenant));
    scene.queue.push({ name: 'delivery.process', payload: { deliveryIds: [id, id] } });
    for (let job = scene.queue.shift(); job; job = scene.queue.shift()) {
      await scene.run(job.name, job.payload);
      await scene.run(job.name, job.payload);
    }
    expect(await tasks()).toEqual(['finished null']);
    expect(new Set(scene.posted.map((reply) => reply.id)).size).toBe(1);
    expect(scene.posted.at(-1)?.verdict).toBe('passed');
  });

  it('that is poison fails alone, and its neighbours are processed', async () => {
    const before = scene.normalise;
    scene.normalise = (text) => {
      if (text === 'poison') throw new AmasError('test.poison', 'poison');
      return before(text);
    };
    const poison = await scene.deliver('poison');
    const good = await scene.deliver(eventOf(scene.tenant));
    await scene.run('delivery.process', { deliveryIds: [poison, good] });
    const rows = await scene.query('select status from deliveries order by id');
    expect(rows.map((row) => row['status'])).toEqual(['failed', 'processed']);
  });

  it('in a batch that ended its workers is tried alone before it counts as failed', async () => {
    const ids = [await scene.deliver('one'), await scene.deliver('two')];
    await scene.handlers['delivery.process'].failed({ deliveryIds: ids }, new Error('stalled'));
    expect(scene.queue.map((job) => job.payload)).toEqual(ids.map((id) => ({ deliveryIds: [id] })));
    await scene.handlers['delivery.process'].failed({ deliveryIds: [ids[0] ?? ''] }, new Error('stalled'));
    const rows = await scene.query('select status from deliveries order by id');
    expect(rows.map((row) => row['status'])).toEqual(['failed', 'received']);
  });

  it('of a revision that a planner is just moving on to waits for it, and leaves the work to it', async () => {
    const older = await arrive();
    const push = await scene.deliver(
      eventOf(scene.tenant, { revision: second, occurredAt: '2026-11-21T10:00:01.000Z' }),
    );
    let processed: Promise<void> | undefined;
    const lock = subjectLock(scene.tenant.projectId, 'octo/repo#1');
    await withLock(scene.database.pool, lock, async () => {
      processed = scene.run('delivery.process', { deliveryIds: [push] });
      await new Promise((done) => setTimeout(done, 100));
      await scene.query(`update tasks set revision = '${second}' where id = '${older}'`);
    });
    await processed;
    expect(await scene.query(`select status, reason from deliveries where id = '${push}'`)).toEqual([
      { status: 'ignored', reason: 'task.joined' },
    ]);
    expect(await tasks()).toEqual(['queued null']);
  });
});

describe('planning', () => {
  it('of a task that is cancelled meanwhile leaves its reply cancelled', async () => {
    const taskId = await arrive();
    scene.connection.pullRequest = async () => {
      await arrive({ revision: second, occurredAt: '2026-11-21T10:00:01.000Z' });
      return pullRequestAt(first);
    };
    await scene.run('task.plan', { taskId });
    expect((await tasks())[0]).toBe('cancelled task.superseded');
    expect((await verdicts())[0]).toBe('cancelled');
  });

  it('of a command never joins an automatic review that the repository skips', async () => {
    const draft = { ...pullRequestAt(first), isDraft: true };
    scene.connection.pullRequest = async () => draft;
    const automatic = await arrive();
    const asked = await arrive({ command: 'review', occurredAt: '2026-11-21T10:00:01.000Z' });
    scene.queue.length = 0;
    await scene.run('task.plan', { taskId: asked });
    await scene.drain();
    await scene.run('task.plan', { taskId: automatic });
    expect(await tasks()).toEqual(['cancelled task.already_reviewed', 'finished null']);
  });

  it('of a second request joins the first, although the first is still reading', async () => {
    const older = await arrive({ command: 'review' });
    const younger = await arrive({ command: 'review', occurredAt: '2026-11-21T10:00:01.000Z' });
    scene.queue.length = 0;
    const read = scene.connection.changedFiles;
    scene.connection.changedFiles = async (pullRequest, signal) => {
      scene.connection.changedFiles = read as NonNullable<typeof read>;
      // The older one comes second here: whoever had its turn first does the work.
      await scene.run('task.plan', { taskId: older });
      return (await read?.(pullRequest, signal)) ?? [];
    };
    await scene.run('task.plan', { taskId: younger });
    await scene.drain();
    expect(await tasks()).toEqual(['cancelled task.joined', 'finished null']);
  });

  it('tried again for a newer commit than the event’s makes one more receipt, and the old one stays cancelled', async () => {
    const taskId = await arrive();
    scene.queue.length = 0;
    scene.connection.pullRequest = async () => pullRequestAt(second);
    const read = scene.connection.changedFiles;
    scene.connection.changedFiles = async () => {
      throw new AmasError('test.later', 'later', { retry: 'backoff' });
    };
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(scene.run('task.plan', { taskId })).rejects.toThrow('later');
    scene.connection.changedFiles = read as NonNullable<typeof read>;
    await scene.run('task.plan', { taskId });
    await scene.drain();
    expect(await verdicts()).toEqual(['cancelled', 'passed']);
  });

  it('that fails answers a command where it was given, and says what to do', async () => {
    const taskId = await arrive({ command: 'review' });
    scene.queue.length = 0;
    const gone = new AmasError('test.gone', 'gone', { publicMessage: 'There is no such repository.' });
    await scene.handlers['task.plan'].failed({ taskId }, gone);
    await scene.drain();
    expect(scene.posted).toHaveLength(1);
    expect(scene.posted[0]).toMatchObject({ kind: 'answer', verdict: 'not-done' });
    expect(scene.posted[0]?.markdown).toContain('There is no such repository.');
  });

  it('for somebody who may not ask ends without a word that others see', async () => {
    scene.connection.authorise = async () => ({ allowed: false, reason: 'test.denied', remedy: 'Ask ada.' });
    const refusals: string[] = [];
    scene.connection.refuse = async (_event, remedy) => void refusals.push(remedy);
    await arrive({ command: 'review' });
    await scene.drain();
    expect(await tasks()).toEqual(['cancelled test.denied']);
    expect(scene.posted).toEqual([]);
    expect(refusals).toEqual(['Ask ada.']);
  });
});

describe('a run', () => {
  /** Plans the task; its two runs wait. */
  async function planned() {
    const taskId = await arrive();
    scene.queue.length = 0;
    await scene.run('task.plan', { taskId });
    scene.queue.length = 0;
    const rows = await scene.query('select id, agent from task_executions');
    const runOf = (agent: string) => String(rows.find((row) => row['agent'] === agent)?.['id']);
    return { taskId, code: runOf('code'), security: runOf('security') };
  }

  const statusOf = async (id: string) =>
    (await scene.query(`select status from task_executions where id = '${id}'`))[0]?.['status'];

  it('that fails is tried again without its sibling, and its failure is told in the result', async () => {
    const { code, security } = await planned();
    let siblingRuns = 0;
    scene.agents['security'] = async () => {
      siblingRuns += 1;
      return answered;
    };
    scene.agents['code'] = async () => {
      throw new AmasError('test.later', 'later', { retry: 'backoff' });
    };
    await scene.run('run.execute', { runId: security });
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(scene.run('run.execute', { runId: code })).rejects.toThrow('later');
    await scene.handlers['run.execute'].failed({ runId: code }, new AmasError('test.later', 'later'));
    await scene.drain();
    expect(siblingRuns).toBe(1);
    expect(await tasks()).toEqual(['finished null']);
    expect(scene.posted.at(-1)?.verdict).not.toBe('passed');
  });

  it('that ended its workers again and again is failed, not tried for ever', async () => {
    const { code } = await planned();
    await scene.query(`update task_executions set epoch = 5 where id = '${code}'`);
    scene.agents['code'] = () => Promise.reject(new Error('not to be called'));
    await scene.run('run.execute', { runId: code });
    expect(await statusOf(code)).toBe('failed');
  });

  it('that the queue gave up because its workers were killed is left to the sweep, another failure is kept', async () => {
    const { code } = await planned();
    const handler = createRunExecute(scene.host);
    await handler.failed({ runId: code }, new Error('job stalled more than allowable limit'));
    expect(await statusOf(code)).toBe('queued');
    await handler.failed({ runId: code }, new Error('something else'));
    expect(await statusOf(code)).toBe('failed');
  });

  it('whose lease was lost leaves the row to the worker that holds it now', async () => {
    const { code } = await planned();
    scene.agents['code'] = async (signal) => {
      await scene.query(
        `update task_executions set lease_until = now() - interval '1 s' where id = '${code}'`,
      );
      await claimRow(scene.database.pool, {
        table: 'task_executions',
        id: code,
        from: 'queued',
        to: 'running',
        leaseMs: 30_000,
      });
      return await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    await scene.run('run.execute', { runId: code });
    expect(await statusOf(code)).toBe('running');
  });

  it('that ends late never writes progress over a result or a cancellation', async () => {
    const { taskId, code, security } = await planned();
    scene.agents['code'] = async () => {
      await arrive({ revision: second, occurredAt: '2026-11-21T10:00:01.000Z' });
      return answered;
    };
    await scene.run('run.execute', { runId: code });
    await scene.run('run.execute', { runId: security });
    const rows = await scene.query(
      `select content->>'verdict' as verdict from replies where task_id = '${taskId}'`,
    );
    expect(rows).toEqual([{ verdict: 'cancelled' }]);
    expect(await tasks()).toEqual(['cancelled task.superseded', 'queued null']);
  });
});

describe('a reply', () => {
  it('changed while it is posted is posted again, and counts as posted only then', async () => {
    await arrive();
    const post = scene.connection.reply;
    scene.connection.reply = async (reply, ...rest) => {
      scene.connection.reply = post;
      await scene.query(`update replies set revision = revision + 1`);
      return await post(reply, ...rest);
    };
    const [{ id } = {}] = await scene.query('select id from replies');
    const replyId = String(id);
    const state = async () => (await scene.query('select status, posted_revision from replies'))[0];
    await scene.run('reply.post', { replyId });
    expect(await state()).toEqual({ status: 'pending', posted_revision: 1 });
    await scene.run('reply.post', { replyId });
    expect(await state()).toEqual({ status: 'posted', posted_revision: 2 });
    await scene.run('reply.post', { replyId });
    expect(scene.posted).toHaveLength(2);
  });

  it('that was taken over is not recorded by the slower worker', async () => {
    await arrive();
    const [{ id } = {}] = await scene.query('select id from replies');
    scene.connection.reply = async () => {
      await scene.query('update replies set epoch = epoch + 1');
      return { id: 'stale' };
    };
    await expect(scene.run('reply.post', { replyId: String(id) })).rejects.toMatchObject({
      code: 'jobs.posting_taken_over',
    });
    expect(await scene.query('select posted, posted_revision from replies')).toEqual([
      { posted: {}, posted_revision: 0 },
    ]);
  });
});

it('a platform that is away is no outage of ours: rows that wait for it end with their attempts', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(isOutage(refused)).toBe(true);
  expect(isOutage(new AmasError('bots.unreachable', 'away', { retry: 'backoff', cause: refused }))).toBe(
    false,
  );
});

it('another project’s events about the same URL are not told', async () => {
  await arrive();
  const url = pullRequestAt(first).subject.url;
  const { store } = scene.database;
  expect(await explainWhy(store, url, scene.tenant.projectId)).toHaveLength(1);
  expect(await explainWhy(store, url, '00000000-0000-7000-8000-000000000000')).toEqual([]);
});
