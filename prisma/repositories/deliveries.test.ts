import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openDatabase, type Database } from '../client.ts';
import { finishDelivery, restartDelivery, writeDeliveries, type NewDelivery } from './deliveries.ts';
import { readDelivery } from './delivery-reads.ts';
import { createTask } from './tasks.ts';
import { ensureDefaultProject, type Tenant } from './tenancy.ts';

let testDatabase: TestDatabase;
let database: Database;
let tenant: Tenant;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({
    url: testDatabase.url,
    maxConnections: 10,
    applicationName: 'test',
    log: silentLogger(),
  });
  tenant = await ensureDefaultProject(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const delivery = (externalId: string, body: Uint8Array = Buffer.from('{}')): NewDelivery => ({
  ...tenant,
  platform: 'github',
  event: 'push',
  externalId,
  keyIndex: 0,
  headers: { 'x-github-event': 'push' },
  body,
  receivedAt: 1_700_000_000_123,
});

const write = (rows: NewDelivery[]) => writeDeliveries(database.pool, rows);

describe('writeDeliveries', () => {
  it('keeps every byte of every body of a batch, whatever the bytes are', async () => {
    const bodies = [
      Buffer.from([0, 255, 0, 128]),
      Buffer.from(''),
      Buffer.from('ü\u0000\\x41', 'utf8'),
      Buffer.from('{"a":1}'.repeat(3_000)),
      randomBytes(9_000),
    ];
    const written = await write(bodies.map((body, index) => delivery(`bytes-${index}`, body)));
    const rows = await Promise.all(written.map((row) => readDelivery(database.store, row.id)));
    expect(rows.map((row) => Buffer.from(row?.body ?? 'missing'))).toEqual(bodies);
    expect(rows[0]?.receivedAt.getTime()).toBe(1_700_000_000_123);
  });

  it('tells a duplicate and the id of the first, in one batch and over two', async () => {
    const [first, twin] = await write([delivery('twin'), delivery('twin')]);
    const [later] = await write([delivery('twin')]);
    expect(first?.outcome).toBe('accepted');
    expect([twin, later]).toEqual([
      { id: first?.id, outcome: 'duplicate' },
      { id: first?.id, outcome: 'duplicate' },
    ]);
  });

  it('lets exactly one of a hundred at once be accepted', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => write([delivery('crowd')])));
    expect(outcomes.flat().filter((row) => row.outcome === 'accepted')).toHaveLength(1);
    expect(new Set(outcomes.flat().map((row) => row.id)).size).toBe(1);
  });

  it('starts a delivery again when it had failed, and only then', async () => {
    const [first] = await write([delivery('again')]);
    await finishDelivery(database.store, first?.id ?? '', { status: 'failed', reason: 'bots.unavailable' });
    const [second] = await write([delivery('again')]);
    const [third] = await write([delivery('again')]);
    expect([second?.outcome, third?.outcome]).toEqual(['accepted', 'duplicate']);
    expect(await readDelivery(database.store, first?.id ?? '')).toMatchObject({
      status: 'received',
      restarts: 1,
      reason: null,
    });
  });

  it('starts a delivery again when its task had failed, and leaves one whose task is done', async () => {
    const [failed, done] = await write([delivery('task-failed'), delivery('task-done')]);
    for (const [row, status] of [
      [failed, 'failed'],
      [done, 'finished'],
    ] as const) {
      const taskId = await createTask(database.store, {
        ...tenant,
        deliveryId: row?.id ?? '',
        platform: 'github',
        intent: 'review',
        instructions: '',
        event: {},
        limits: {},
        status,
      });
      await finishDelivery(database.store, row?.id ?? '', { status: 'processed', taskId });
    }
    const again = await write([delivery('task-failed'), delivery('task-done')]);
    expect(again.map((row) => row.outcome)).toEqual(['accepted', 'duplicate']);
  });

  it('adds one job for the accepted rows of a batch, in the same commit', async () => {
    const jobOf = (
      ids: string,
    ) => `bullmq.add_job('steps', '', 'delivery.process', jsonb_build_object('deliveryIds', ${ids}),
      '{}'::jsonb, 0, 0, 0, 1, null, null, null, null, null, false)`;
    const rows = await writeDeliveries(
      database.pool,
      [delivery('job-1'), delivery('job-2'), delivery('twin')],
      jobOf,
    );
    await writeDeliveries(database.pool, [delivery('job-1')], jobOf);
    const jobs = await database.pool.query<{ data: { deliveryIds: string[] } }>(
      `select data from bullmq.job where name = 'delivery.process'`,
    );
    expect(jobs.rows.map((row) => new Set(row.data.deliveryIds))).toEqual([
      new Set([rows[0]?.id, rows[1]?.id]),
    ]);
  });

  it('says whether the statement or the database is at fault', async () => {
    const bad = { ...delivery('bad'), projectId: '00000000-0000-7000-8000-000000000000' };
    await expect(write([bad])).rejects.toMatchObject({ code: 'prisma.statement_failed', retry: 'never' });
    const gone = openDatabase({
      url: 'postgresql://a:b@127.0.0.1:1/x',
      maxConnections: 1,
      applicationName: 'test',
      log: silentLogger(),
    });
    await expect(writeDeliveries(gone.pool, [delivery('away')])).rejects.toMatchObject({
      code: 'prisma.unavailable',
      retry: 'backoff',
    });
    await gone.close();
  });
});

describe('finishDelivery', () => {
  it('lets the first of two workers decide', async () => {
    const [row] = await write([delivery('race')]);
    const ends = await Promise.all([
      finishDelivery(database.store, row?.id ?? '', { status: 'processed' }),
      finishDelivery(database.store, row?.id ?? '', { status: 'ignored', reason: 'x' }),
    ]);
    expect(ends.filter(Boolean)).toHaveLength(1);
  });

  it('can be undone by a restart, which is counted', async () => {
    const [row] = await write([delivery('restart')]);
    await finishDelivery(database.store, row?.id ?? '', { status: 'processed' });
    expect(await restartDelivery(database.store, row?.id ?? '')).toBe(true);
    expect(await readDelivery(database.store, row?.id ?? '')).toMatchObject({
      status: 'received',
      restarts: 1,
    });
  });
});
