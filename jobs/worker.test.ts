import { chmod } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { openDatabase, type Database } from '#prisma/client.ts';
import { startEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { migrate } from '#prisma/migrate.ts';
import { uuidv7 } from '#prisma/uuid.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { describeWithRedis, startRedis, type Redis } from '#test/support/redis.ts';
import { createTcpProxy } from '#test/support/tcp-proxy.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import type { QueueBackend } from './backend.ts';
import { sweptPrefix } from './catalog.ts';
import { clockSkewMs, guardClock } from './clock-guard.ts';
import { migrateQueue } from './migrate-queue.ts';
import { createJobs, type Jobs } from './queue.ts';
import { startWorkers, type JobHandlers, type Workers } from './worker.ts';

const log = silentLogger();
const timings = { lockMs: 2_000, stalledCheckMs: 500, reconnectMs: 50 };
const concurrency = { steps: 4, runs: 2 };
const noOp = { handle: async () => {}, failed: async () => {} };
const idle: JobHandlers = {
  'delivery.process': noOp,
  'task.plan': noOp,
  'run.execute': noOp,
  'task.finish': noOp,
  'reply.post': noOp,
};

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function work(backend: QueueBackend, handlers: Partial<JobHandlers>): Promise<Workers> {
  const workers = await startWorkers({
    backend,
    handlers: { ...idle, ...handlers },
    concurrency,
    log,
    timings,
  });
  undo.push(() => workers.close(1_000));
  return workers;
}

function open(url: string, maxConnections = 12): Database {
  const database = openDatabase({ url, maxConnections, applicationName: 'test', log });
  undo.push(() => database.close());
  return database;
}

function jobsOn(database: Database, backend: QueueBackend): Jobs {
  const jobs = createJobs({ database, backend, log });
  undo.push(() => jobs.close());
  return jobs;
}

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe('workers on PostgreSQL', () => {
  contract(() => {
    const database = open(testDatabase.url);
    return { database, backend: { kind: 'postgres', pool: database.pool } };
  });

  it('commit a job together with the rows of its transaction, or not at all', async () => {
    const database = open(testDatabase.url);
    const jobs = jobsOn(database, { kind: 'postgres', pool: database.pool });
    const taskId = uuidv7();
    const failing = jobs.transact(async (_store, enqueue) => {
      await enqueue('task.plan', { taskId });
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    const { rows } = await database.pool.query('select 1 from bullmq.job where data @> $1', [
      JSON.stringify({ taskId }),
    ]);
    expect(rows).toEqual([]);
  });

  it('refuse a pool whose slots the listeners would use up, instead of starving in silence', async () => {
    const database = open(testDatabase.url, 4);
    await expect(work({ kind: 'postgres', pool: database.pool }, {})).rejects.toMatchObject({
      code: 'jobs.pool_too_small',
    });
  });

  it('begin by themselves when the database was away while they were started', async () => {
    const directory = await tempDirectory('late-database');
    await chmod(directory.path, 0o755);
    undo.push(() => directory.remove());
    const first = await startEmbeddedPostgres({ dataDirectory: directory.path, log });
    await migrate({ url: first.url, afterwards: migrateQueue });
    await first.stop();
    const database = open(first.url);
    const backend: QueueBackend = { kind: 'postgres', pool: database.pool };
    const seen: string[] = [];
    const handlers = {
      'task.plan': { ...noOp, handle: async ({ taskId }: { taskId: string }) => void seen.push(taskId) },
    };
    const starting = startWorkers({ backend, handlers: { ...idle, ...handlers }, concurrency, log, timings });
    const again = await startEmbeddedPostgres({ dataDirectory: directory.path, log, port: first.port });
    undo.unshift(() => again.stop());
    const workers = await starting;
    undo.push(() => workers.close(1_000));
    const jobs = jobsOn(database, backend);
    const taskId = uuidv7();
    await jobs.enqueue('task.plan', { taskId });
    await eventually('the job to run', () => seen.includes(taskId));
  });

  it('begin although their connection broke while they were opened', async () => {
    const proxy = await createTcpProxy(Number(new URL(testDatabase.url).port));
    undo.push(() => proxy.close());
    const url = new URL(testDatabase.url);
    url.port = String(proxy.port);
    const database = open(url.href);
    const backend: QueueBackend = { kind: 'postgres', pool: database.pool };
    database.pool.once('release', () => proxy.cut());
    const seen: string[] = [];
    await work(backend, { 'task.plan': { ...noOp, handle: async ({ taskId }) => void seen.push(taskId) } });
    const taskId = uuidv7();
    await jobsOn(database, backend).enqueue('task.plan', { taskId });
    await eventually('the job to run', () => seen.includes(taskId));
  });
});

describeWithRedis('workers on Redis', () => {
  let redis: Redis | undefined;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  contract(() => ({ database: open(testDatabase.url), backend: { kind: 'redis', url: redis?.url ?? '' } }));
});

/** What every backend must do. */
function contract(place: () => { database: Database; backend: QueueBackend }): void {
  it('run a job once, with the payload of the catalog', async () => {
    const { database, backend } = place();
    const seen: string[] = [];
    await work(backend, { 'task.plan': { ...noOp, handle: async ({ taskId }) => void seen.push(taskId) } });
    const taskId = uuidv7();
    await jobsOn(database, backend).enqueue('task.plan', { taskId });
    await eventually('the job to run', () => seen.length > 0);
    expect(seen).toEqual([taskId]);
  });

  it('try again after a failure that may pass, and wait as long as the thrower said', async () => {
    const { database, backend } = place();
    const times: number[] = [];
    await work(backend, {
      'reply.post': {
        ...noOp,
        handle: async () => {
          times.push(Date.now());
          if (times.length === 1) throw new AmasError('test.later', 'later', { retry: { afterMs: 400 } });
        },
      },
    });
    await jobsOn(database, backend).enqueue('reply.post', { replyId: uuidv7() });
    await eventually('a second attempt', () => times.length === 2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(395);
  });

  it('tell the row once when a failure is final, and leave the other jobs alone', async () => {
    const { database, backend } = place();
    const failed: unknown[] = [];
    const done: string[] = [];
    await work(backend, {
      'run.execute': {
        handle: async ({ runId }) => {
          if (runId.startsWith('00000000')) throw new AmasError('test.never', 'never', { retry: 'never' });
          done.push(runId);
        },
        failed: async (_payload, error) => void failed.push(error),
      },
    });
    const jobs = jobsOn(database, backend);
    const good = uuidv7();
    await jobs.enqueue('run.execute', { runId: '00000000-0000-7000-8000-000000000001' });
    await jobs.enqueue('run.execute', { runId: good });
    await eventually('both to end', () => failed.length === 1 && done.length === 1);
    expect(done).toEqual([good]);
  });

  it('fail a job that does not fit the catalog without touching a handler', async () => {
    const { database, backend } = place();
    const handled: unknown[] = [];
    await work(backend, {
      'run.execute': { ...noOp, handle: async (payload) => void handled.push(payload) },
    });
    const jobs = jobsOn(database, backend);
    const failedNow = async () =>
      (await jobs.readings()).find((reading) => reading.queue === 'runs' && reading.state === 'failed')
        ?.jobs ?? 0;
    const failedBefore = await failedNow();
    await jobs.enqueue('run.execute', { runId: 'no uuid' });
    await eventually('the job to fail', async () => (await failedNow()) === failedBefore + 1);
    expect(handled).toEqual([]);
  });

  it('add a job of one id once while it waits', async () => {
    const { database, backend } = place();
    const jobs = jobsOn(database, backend);
    const taskId = uuidv7();
    const seen: string[] = [];
    for (let count = 0; count < 5; count += 1)
      await jobs.enqueue('task.plan', { taskId }, { jobId: `sweep-${taskId}` });
    await work(backend, {
      'task.plan': { ...noOp, handle: async (payload) => void seen.push(payload.taskId) },
    });
    await eventually('the job to run', () => seen.includes(taskId));
    await new Promise((done) => setTimeout(done, 200));
    expect(seen.filter((id) => id === taskId)).toEqual([taskId]);
  });

  it('let the sweep add a job again once that failed, although the queue keeps failures', async () => {
    const { database, backend } = place();
    const jobs = jobsOn(database, backend);
    const taskId = uuidv7();
    let told = 0;
    await work(backend, {
      'task.plan': {
        handle: async () => {
          throw new AmasError('test.never', 'never');
        },
        failed: async () => void (told += 1),
      },
    });
    await eventually('two failures under one id', async () => {
      await jobs.enqueue('task.plan', { taskId }, { jobId: `${sweptPrefix}${taskId}` });
      return told >= 2;
    });
  });

  it('take nothing while paused, and go on when resumed', async () => {
    const { database, backend } = place();
    const seen: string[] = [];
    const workers = await work(backend, {
      'task.plan': { ...noOp, handle: async ({ taskId }) => void seen.push(taskId) },
    });
    await workers.pause();
    const taskId = uuidv7();
    await jobsOn(database, backend).enqueue('task.plan', { taskId });
    await new Promise((done) => setTimeout(done, 300));
    expect(seen).toEqual([]);
    await workers.resume();
    await eventually('the job to run', () => seen.length > 0);
  });

  it('report depth and age of what waits', async () => {
    const { database, backend } = place();
    const jobs = jobsOn(database, backend);
    await jobs.enqueue('task.plan', { taskId: uuidv7() });
    const steps = (await jobs.readings()).find(
      (reading) => reading.queue === 'steps' && reading.state === 'waiting',
    );
    expect(steps?.jobs).toBeGreaterThan(0);
    expect(steps?.oldestAgeSeconds).toBeGreaterThanOrEqual(0);
    await work(backend, {});
  });
}

describe('guardClock', () => {
  it('pauses the workers while the clock is off by more than two seconds, and resumes after', async () => {
    const database = open(testDatabase.url);
    let shiftMs = 0;
    const calls: string[] = [];
    const guard = guardClock({
      pool: database.pool,
      workers: { pause: async () => void calls.push('pause'), resume: async () => void calls.push('resume') },
      log,
      now: () => Date.now() + shiftMs,
    });
    undo.push(async () => guard.stop());
    await guard.check();
    shiftMs = 60_000;
    await guard.check();
    await guard.check();
    shiftMs = -500;
    await guard.check();
    expect(calls).toEqual(['pause', 'resume']);
    expect(Math.abs(await clockSkewMs(database.pool))).toBeLessThan(500);
  });
});
