import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { holdWrites, takeWriteTurn, waitFor } from './write-paces.ts';

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

const account = (accountId: string) => ({ projectId: rows.tenant.projectId, platform: 'github', accountId });

it('no window ever holds more than its limit, whenever turns are asked for', () => {
  const limits = [
    { windowMs: 10, max: 3 },
    { windowMs: 100, max: 8 },
  ];
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 80 }), (pauses) => {
      const taken: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        now += waitFor(taken, limits, now);
        expect(waitFor(taken, limits, now)).toBe(0);
        taken.push(now);
      }
      for (const { windowMs, max } of limits) {
        for (const [index, at] of taken.entries()) {
          expect(taken.slice(index).filter((other) => other < at + windowMs).length).toBeLessThanOrEqual(max);
        }
      }
    }),
  );
});

it('of many who ask at once only as many get a turn as the limit allows', async () => {
  const limits = [{ windowMs: 60_000, max: 5 }];
  const waits = await Promise.all(
    Array.from({ length: 20 }, () => takeWriteTurn(rows.database.pool, account('1'), limits)),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  for (const wait of waits.filter((each) => each > 0)) expect(wait).toBeLessThanOrEqual(60_000);
  expect(await takeWriteTurn(rows.database.pool, account('2'), limits)).toBe(0);
});

it('what is less urgent leaves room for what is more', async () => {
  for (let count = 0; count < 5; count += 1) {
    await takeWriteTurn(rows.database.pool, account('3'), [{ windowMs: 60_000, max: 5 }]);
  }
  expect(
    await takeWriteTurn(rows.database.pool, account('3'), [{ windowMs: 60_000, max: 5 }]),
  ).toBeGreaterThan(0);
  expect(await takeWriteTurn(rows.database.pool, account('3'), [{ windowMs: 60_000, max: 6 }])).toBe(0);
});

it('a pause that the platform asks for holds everybody, and a shorter one does not end it', async () => {
  await holdWrites(rows.database.pool, account('4'), 30_000);
  await holdWrites(rows.database.pool, account('4'), 1_000);
  const wait = await takeWriteTurn(rows.database.pool, account('4'), [{ windowMs: 1_000, max: 9 }]);
  expect(wait).toBeGreaterThan(25_000);
});
