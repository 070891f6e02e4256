import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { describeWithRedis } from '#test/support/redis.ts';
import { createGitHubScene, type GitHubScene } from '#test/support/stand-ins.ts';
import { createTcpProxy, type TcpProxy } from '#test/support/tcp-proxy.ts';
import { createFaultScene, findViolations, openSmallPullRequest, type FaultScene } from './scene.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

describe('hub and worker behind a database connection that can be held', () => {
  it('killed between commit and acknowledgement makes the redelivery a duplicate without a second effect', async () => {
    const { scene, amas, proxy, count } = await startBehindProxy();
    proxy.holdAnswers();
    const pull = scene.openPullRequest();
    await eventually('the row to be committed', async () => (await count('deliveries')) === 1);
    await amas.hub().kill('SIGKILL');
    await scene.github.settled();
    const [delivery] = scene.github.deliveries();
    expect(delivery?.outcome.statusCode).toBe(0);
    proxy.release();
    proxy.cut();
    await amas.startHub();
    await amas.hub().waitForLine(/hub is ready/);
    if (delivery) scene.github.redeliver(delivery);
    await scene.github.settled();
    expect(scene.github.deliveries()[0]?.outcome.response.payload).toContain('duplicate');
    await eventually(
      'the review',
      () => scene.github.checkRuns(scene.fullName, pull.headSha).some((run) => run.status === 'completed'),
      {
        timeoutMs: 20_000,
      },
    );
    expect(await count('tasks')).toBe(1);
    expect(scene.github.checkRuns(scene.fullName, pull.headSha)).toHaveLength(1);
  }, 60_000);

  it('answers 503 with Retry-After within the sender’s patience while nothing commits, and recovers by itself', async () => {
    const { scene, amas, proxy } = await startBehindProxy();
    proxy.holdAnswers();
    const startedAt = Date.now();
    scene.openPullRequest();
    await scene.github.settled();
    const outcome = scene.github.deliveries()[0]?.outcome;
    expect(outcome?.statusCode).toBe(503);
    expect(Number(outcome?.response.headers['retry-after'])).toBeGreaterThan(0);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    proxy.release();
    proxy.cut();
    await eventually(
      'a redelivery to be accepted',
      async () => {
        const [delivery] = scene.github.deliveries();
        if (delivery) scene.github.redeliver(delivery);
        await scene.github.settled();
        return scene.github.deliveries()[0]?.outcome.statusCode === 200;
      },
      { timeoutMs: 20_000, intervalMs: 500 },
    );
    expect((await fetch(`${amas.hubUrl}/ready`)).status).toBe(200);
  }, 60_000);
});

describe('a database that is down at boot', () => {
  it('leaves the hub alive, not ready, answering 503, and work begins once the database is there', async () => {
    const faults = await faultScene('postgres');
    await faults.stopPostgres('fast');
    await faults.amas.hub().kill('SIGKILL');
    await faults.amas.worker().kill('SIGKILL');
    await Promise.all([faults.amas.startHub(), faults.amas.startWorker()]);
    const [health, ready] = await Promise.all(
      ['/health', '/ready'].map((path) => fetch(faults.amas.hubUrl + path)),
    );
    expect([health?.status, ready?.status]).toEqual([200, 503]);
    const pull = openSmallPullRequest(faults.scene, 1);
    await faults.scene.github.settled();
    const [refused] = faults.scene.github.deliveries();
    expect(refused?.outcome.statusCode).toBe(503);
    await faults.startPostgres();
    await faults.amas.hub().waitForLine(/hub is ready/, 20_000);
    if (refused) faults.scene.github.redeliver(refused);
    await eventually('the review', async () => (await findViolations(faults, [pull])).length === 0, {
      timeoutMs: 30_000,
    });
  }, 90_000);
});

describeWithRedis('Redis flushed while work is in flight', () => {
  it('costs nothing: the sweep rebuilds every job from its row, and all of it completes once', async () => {
    const faults = await faultScene('redis');
    await faults.amas.worker().kill('SIGKILL');
    const pulls = [1, 2, 3, 4].map((index) => openSmallPullRequest(faults.scene, index));
    await faults.scene.github.settled();
    expect(faults.scene.github.deliveries().map((delivery) => delivery.outcome.statusCode)).toEqual([
      200, 200, 200, 200,
    ]);
    await faults.redis?.restart();
    await faults.amas.startWorker();
    await eventually(
      'everything to be done exactly once',
      async () => {
        expect(await findViolations(faults, pulls)).toEqual([]);
        return true;
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
  }, 90_000);
});

describe('a platform that fails in the middle of posting', () => {
  it('is written to once, although the answer to each write was lost', async () => {
    const faults = await faultScene('postgres');
    for (const path of [/\/check-runs$/, /\/reviews$/, /\/comments$/]) {
      faults.scene.github.failNext({ method: 'POST', path, kind: 'cut', isApplied: true });
    }
    const pull = openSmallPullRequest(faults.scene, 7);
    await eventually('the review', async () => (await findViolations(faults, [pull])).length === 0, {
      timeoutMs: 60_000,
      intervalMs: 500,
    });
  }, 90_000);
});

async function faultScene(backend: 'postgres' | 'redis'): Promise<FaultScene> {
  const faults = await createFaultScene(backend);
  undo.push(() => faults.close());
  return faults;
}

interface Behind {
  readonly scene: GitHubScene;
  readonly amas: Amas;
  readonly proxy: TcpProxy;
  readonly count: (table: 'deliveries' | 'tasks') => Promise<number>;
}

async function startBehindProxy(): Promise<Behind> {
  const database: TestDatabase = await createTestDatabase();
  undo.push(() => database.drop());
  const direct = new URL(database.url);
  const proxy = await createTcpProxy(Number(direct.port));
  undo.push(() => proxy.close());
  // As long as GitHub itself waits.
  const scene = await createGitHubScene(10_000);
  undo.push(() => scene.github.close());
  const held = new URL(database.url);
  held.port = String(proxy.port);
  const amas = await startAmas({
    databaseUrl: held.href,
    github: scene.github,
  });
  undo.push(() => amas.stop());
  const { Client } = await import('pg');
  return {
    scene,
    amas,
    proxy,
    count: async (table) => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      try {
        const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`);
        return rows[0]?.count ?? 0;
      } finally {
        await client.end();
      }
    },
  };
}
