import { afterEach, expect, it } from 'vitest';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { runAmas } from '#test/support/run-amas.ts';

const opened: TestDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop();
});

async function environment(database: Promise<TestDatabase>) {
  const created = await database;
  opened.push(created);
  return { DATABASE_URL: created.url };
}

it('ten at once bring an empty database to a schema that commands can work with', async () => {
  const env = await environment(createEmptyDatabase());
  const runs = await Promise.all(Array.from({ length: 10 }, () => runAmas(['migrate', '--json'], env)));
  expect(runs.map(({ code, err }) => `${code}${err}`)).toEqual(Array.from({ length: 10 }, () => '0'));
  const applied = runs.flatMap((run) => (run.json() as { applied: string[] }).applied);
  expect(applied.length).toBeGreaterThan(0);
  expect(applied).toEqual([...new Set(applied)]);
  expect((await runAmas(['deliveries', '--json'], env)).json()).toEqual({ items: [], next: null });
});

it('an up-to-date database is left alone, and that is said', async () => {
  const env = await environment(createTestDatabase());
  expect(await runAmas(['migrate'], env)).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
});

it('commands refuse an outdated database and say what to run', async () => {
  const env = await environment(createEmptyDatabase());
  const run = await runAmas(['tasks', '--json'], env);
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toContain('Run: amas migrate');
});
