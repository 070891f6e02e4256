import { expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase } from '#test/support/postgres.ts';
import { openDatabase } from './client.ts';

it('survives connections that break while they are in use', async () => {
  const target = await createTestDatabase();
  const open = () =>
    openDatabase({ url: target.url, maxConnections: 3, applicationName: 'breaks', log: silentLogger() });
  const database = open();
  const other = open();
  const client = await database.pool.connect();
  await client.query('begin');
  await other.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'breaks' and pid <> pg_backend_pid()`);
  await eventually('the loss to be noticed', () =>
    client.query('select 1').then(
      () => false,
      () => true,
    ),
  );
  client.release(true);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  await other.close();
  await target.drop();
});
