import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const replay = (...args: string[]) => runAmas(['replay', ...args], { DATABASE_URL: target.url });
const failed = () => rows.delivery({ event: 'ping' }, { status: 'failed', reason: 'jobs.timeout' });
const audits = (id: string) => rows.database.store.auditLog.findMany({ where: { target: id } });

async function jobsFor(id: string): Promise<string[]> {
  const { rows: found } = await rows.database.pool.query<{ name: string }>(
    'select name from bullmq.job where data::text like $1',
    [`%${id}%`],
  );
  return found.map(({ name }) => name);
}

it('starts the delivery again, enqueues its one job and keeps who asked for it', async () => {
  const id = await failed();
  const run = await replay(id, '--json');
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.json()).toEqual({ delivery: id, outcome: 'restarted', previousStatus: 'failed', restarts: 1 });
  expect(await rows.database.store.delivery.findUnique({ where: { id } })).toMatchObject({
    status: 'received',
    reason: null,
    restarts: 1,
  });
  expect(await jobsFor(id)).toEqual(['delivery.process']);
  expect(await audits(id)).toMatchObject([
    {
      organizationId: rows.tenant.organizationId,
      actor: expect.stringMatching(/^cli:./),
      action: 'delivery.replay',
      details: { status: 'failed', reason: 'jobs.timeout', taskId: null },
    },
  ]);
});

it('says how to watch it, and that no worker runs', async () => {
  const id = await failed();
  const run = await replay(id);
  expect(run.out).toContain(`amas show ${id}`);
  expect(run.err).toContain('No worker runs');
});

describe('what is still being processed', () => {
  it('is left alone', async () => {
    const id = await rows.delivery({ event: 'ping' });
    const run = await replay(id);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('it waits for a worker');
    expect(await jobsFor(id)).toEqual([]);
    expect(await audits(id)).toEqual([]);
  });

  it('is left alone while its task is open', async () => {
    const id = await rows.delivery({ event: 'pull_request' });
    const taskId = await rows.task({ deliveryId: id });
    await rows.database.store.delivery.update({ where: { id }, data: { status: 'processed', taskId } });
    expect((await replay(id)).err).toContain('its task is queued');
  });

  it('starts again when the person insists', async () => {
    const id = await rows.delivery({ event: 'ping' });
    expect(await replay(id, '--force')).toMatchObject({ code: 0 });
    expect(await jobsFor(id)).toEqual(['delivery.process']);
  });
});

it('an unknown delivery is refused with a hint', async () => {
  const run = await replay('ffff');
  expect(run.code).toBe(2);
  expect(run.err).toContain('No delivery has the id ffff');
  expect(run.err).toContain('amas deliveries');
});
