import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

const clockAt = (state: { now: number }) => ({ now: () => state.now });

test('a burst passes, the next is told when to come, and then passes', () => {
  const state = { now: 0 };
  const bucket = createTokenBucket(2, 3, clockAt(state));
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBe(500);
  state.now = 250;
  expect(bucket.take()).toBe(250);
  state.now = 500;
  expect(bucket.take()).toBe(0);
});

test('over any time, however the clock jumps, no more pass than the rate and one burst allow', () => {
  const steps = fc.array(fc.integer({ min: -2_000, max: 2_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (jumps) => {
      const state = { now: 1_000_000 };
      const bucket = createTokenBucket(10, 5, clockAt(state));
      let passed = 0;
      let forwardMs = 0;
      for (const jump of jumps) {
        state.now += jump;
        forwardMs += Math.max(0, jump);
        if (bucket.take() === 0) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(5 + (forwardMs / 1_000) * 10);
    }),
  );
});
