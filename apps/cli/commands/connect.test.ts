import { afterAll, beforeAll, expect, it } from 'vitest';
import { readIntegrations } from '#prisma/repositories/integrations.ts';
import { createSealer, createSealingKey } from '#prisma/sealing.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

const key = createSealingKey();
const secrets = { SLACK_SIGNING_SECRET: 'signing-secret-of-the-test', SLACK_BOT_TOKEN: 'xoxb-of-the-test' };
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

const amas = (args: string[], environment: Record<string, string> = {}) =>
  runAmas(args, { DATABASE_URL: target.url, AMAS_ENCRYPTION_KEY: key, ...environment });

it('stores the credentials so that only the key opens them, and shows none of them', async () => {
  const run = await amas(['connect', 'slack', '--json'], secrets);
  expect(run).toMatchObject({ code: 0 });
  expect(run.json()).toEqual({ platform: 'slack', stored: ['signingSecret', 'botToken'] });
  const { rows: stored } = await rows.database.pool.query<{ settings: Buffer }>(
    'select settings from integrations',
  );
  const dump = JSON.stringify(await rows.database.store.auditLog.findMany()) + run.out + run.err;
  for (const secret of Object.values(secrets)) {
    expect(stored[0]?.settings.includes(secret)).toBe(false);
    expect(dump).not.toContain(secret);
  }
  expect(await readIntegrations(rows.database, createSealer(key))).toMatchObject([
    {
      platform: 'slack',
      settings: { signingSecret: secrets.SLACK_SIGNING_SECRET, botToken: secrets.SLACK_BOT_TOKEN },
    },
  ]);
});

it('replaces what was stored before, and forgets it on demand', async () => {
  await amas(['connect', 'slack'], secrets);
  await amas(['connect', 'slack'], { ...secrets, SLACK_BOT_TOKEN: 'xoxb-newer' });
  expect(await readIntegrations(rows.database, createSealer(key))).toMatchObject([
    { settings: { botToken: 'xoxb-newer' } },
  ]);
  expect((await amas(['disconnect', 'slack', '--json'])).json()).toEqual({
    platform: 'slack',
    removed: true,
  });
  expect((await amas(['disconnect', 'slack', '--json'])).json()).toEqual({
    platform: 'slack',
    removed: false,
  });
});

it('names every variable that is missing, and stores nothing', async () => {
  const run = await amas(['connect', 'github'], { GITHUB_APP_ID: '1' });
  expect(run.code).toBe(2);
  expect(run.err).toContain('GITHUB_PRIVATE_KEY');
  expect(run.err).toContain('GITHUB_WEBHOOK_SECRET');
  expect(await rows.database.store.integration.count()).toBe(0);
});

it('refuses a key that the database was not sealed with', async () => {
  await amas(['connect', 'slack'], secrets);
  const run = await amas(['connect', 'slack'], { ...secrets, AMAS_ENCRYPTION_KEY: createSealingKey() });
  expect(run.code).toBe(3);
  expect(run.err).toContain('AMAS_ENCRYPTION_KEY');
});

it('tells which platforms there are', async () => {
  const run = await amas(['connect', 'gitlab']);
  expect(run.code).toBe(2);
  expect(run.err).toMatch(/github, slack/);
});
