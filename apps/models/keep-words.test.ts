import { afterAll, beforeAll, expect, it } from 'vitest';
import { toCompletionRow } from '#jobs/completion-rows.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { keepContent, recordCompletion } from '#prisma/repositories/completions.ts';
import { createRouter } from '#providers/router/router.ts';
import { createFakeProvider } from '#test/stand-ins/providers/fake-provider.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { createWordKeeper } from './keep-words.ts';

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

/** In pieces, so that no scanner takes them for credentials that were lost. */
const token = ['ghp', 'R8mP2xQ7vL4nT9wK3bY6cJ1dF5hG0sZaE2uI'].join('_');
const own = ['sk', 'own', 'k3y9f7d2'].join('-');

it('words of calls are kept only where the organization wants it, and without credentials', async () => {
  const { database, tenant } = rows;
  const words = createWordKeeper({
    database,
    secrets: () => [own],
    log: silentLogger(),
    freshMs: 0,
    write: (id, content) => keepContent(database.store, id, content),
  });
  const fake = createFakeProvider({ id: 'fake', clock: systemClock, outcomes: [{ kind: 'answer' }] });
  const router = createRouter({
    candidates: [fake],
    clock: systemClock,
    log: silentLogger(),
    onRecord: async (record, scope) =>
      words.wrote(record, await recordCompletion(database.store, toCompletionRow(record, scope))),
  });
  const { organizationId } = tenant;
  const binding = {
    agent: 'code',
    organizationId,
    deadline: Date.now() + 10_000,
    maxCostUsd: 1,
    spentUsd: 0,
  };
  const ask = async (question: string) => {
    const model = words.watch(router.bind(binding), organizationId);
    const content = `${question}\nconst token = "${token}";\nconst key = '${own}';`;
    await model.complete(
      { messages: [{ role: 'user', content }], maxOutputTokens: 10 },
      AbortSignal.timeout(9_000),
    );
  };
  const switchWords = (...wish: string[]) =>
    runAmas(['config', 'words', ...wish], { DATABASE_URL: target.url });

  await ask('first');
  expect((await switchWords()).out).toContain('Words of model calls are not kept.');
  expect((await switchWords('maybe')).code).toBe(2);
  expect((await switchWords('on', '--days', '0')).code).toBe(2);
  expect((await switchWords('on')).out).toContain(
    'Words of model calls are kept for 30 days, without credentials',
  );
  await ask('second');
  const { rows: kept } = await database.pool.query('select content from completions order by id');
  expect(kept).toEqual([
    { content: null },
    {
      content: {
        system: '',
        messages: [{ role: 'user', content: "second\n[redacted: a credential]\nconst key = '[redacted]';" }],
        answer: 'fake says yes',
      },
    },
  ]);
});
