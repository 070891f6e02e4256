import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { liveThrough } from './life.ts';

/** Replay a failure with AMAS_LIFE_SEED=<seed>; the long one is `npm run test:github-life`. */
const seed = Number(process.env['AMAS_LIFE_SEED'] ?? 20_261_127);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it(`a short life of a repository leaves nothing doubled, open or contradicted (seed ${seed})`, async () => {
  const result = await liveThrough({
    databaseUrl: database.url,
    seed,
    pulls: 8,
    writesPerMinute: 3_000,
    calmMs: 40_000,
  });
  if (result.violations.length > 0) console.log(result.log.join('\n'));
  expect(result.violations).toEqual([]);
}, 110_000);
