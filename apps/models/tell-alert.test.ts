import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tellAlert } from './tell-alert.ts';

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

it('an alert of any number of processes is told once, where limits and their alerts are listed', async () => {
  const ground = { database: rows.database, clock: systemClock, log: silentLogger() };
  const alert = {
    kind: 'key-out-of-use',
    provider: 'groq',
    model: 'openai/gpt-oss-120b',
    key: '#2',
    code: 'providers.quota',
    message: 'The groq account has no balance left.',
  } as const;
  await Promise.all([tellAlert(ground, alert), tellAlert(ground, alert), tellAlert(ground, alert)]);
  const listed = await runAmas(['budget', 'list'], { DATABASE_URL: target.url });
  expect(
    listed.out.split('groq (key #2) is not asked for now: The groq account has no balance left.'),
  ).toHaveLength(2);
});
