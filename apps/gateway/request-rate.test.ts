import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRequestRate } from './request-rate.ts';

/** The table as PostgreSQL keeps it, in a time that passes only as the test says. */
function scene() {
  const state = { now: 1_000, used: 0, endsAt: 0, asked: 0 };
  const rates = [1, 2, 3].map(() =>
    createRequestRate(
      async (_key, { count, perMinute }) => {
        state.asked += 1;
        await Promise.resolve();
        if (state.now >= state.endsAt) Object.assign(state, { used: 0, endsAt: state.now + 60_000 });
        const ok = state.used + count <= perMinute;
        if (ok) state.used += count;
        return { ok, leftMs: state.endsAt - state.now };
      },
      { now: () => state.now },
    ),
  );
  return { state, rates };
}

it('three gateways never let more through in a minute than the key may ask, and leave little unused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 60 }), fc.nat({ max: 30_000 })), {
        minLength: 5,
        maxLength: 20,
      }),
      async (perMinute, bursts) => {
        const { state, rates } = scene();
        const minutes = new Map<number, { passed: number; refused: number }>();
        for (const [which, count, passesMs] of bursts) {
          const waits = await Promise.all(
            Array.from({ length: count }, async () => await rates[which]!.take('k', perMinute)),
          );
          const minute = minutes.get(state.endsAt) ?? { passed: 0, refused: 0 };
          minute.passed += waits.filter((ms) => ms === 0).length;
          minute.refused += waits.filter((ms) => ms > 0).length;
          minutes.set(state.endsAt, minute);
          for (const ms of waits) expect(ms).toBeLessThanOrEqual(60_000);
          state.now += passesMs;
        }
        for (const { passed, refused } of minutes.values()) {
          expect(passed).toBeLessThanOrEqual(perMinute);
          // What two others still hold of their blocks.
          if (refused > 0) expect(passed).toBeGreaterThanOrEqual(perMinute - 2 * Math.ceil(perMinute / 64));
        }
      },
    ),
    { numRuns: 15 },
  );
});

it('asks the table for a share at once, and not at all while the minute is used up', async () => {
  const { state, rates } = scene();
  for (let time = 0; time < 640; time += 1) expect(await rates[0]!.take('k', 640)).toBe(0);
  expect(state.asked).toBe(64);
  for (let time = 0; time < 100; time += 1) expect(await rates[0]!.take('k', 640)).toBe(60_000);
  expect(state.asked).toBe(66);
  state.now += 60_000;
  expect(await rates[0]!.take('k', 640)).toBe(0);
});

it('a table that cannot be asked is an error of every request that waits for it, and of no later one', async () => {
  let isAway = true;
  const rate = createRequestRate(
    async () => {
      if (isAway) throw new Error('away');
      return { ok: true, leftMs: 60_000 };
    },
    { now: () => 0 },
  );
  const asked = await Promise.allSettled([rate.take('k', 5), rate.take('k', 5)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isAway = false;
  expect(await rate.take('k', 5)).toBe(0);
});
