import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBodyStore } from './body-store.ts';
import { createByteBudget } from './byte-budget.ts';

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 60 });

test('pieces of any sizes become the same bytes, in memory that is reserved and at most doubled', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const budget = createByteBudget(1_000_000);
      const store = createBodyStore(100_000, budget);
      for (const part of parts) expect(store.append(part)).toBeUndefined();
      const whole = Buffer.concat(parts);
      expect(Buffer.from(store.body).equals(whole)).toBe(true);
      expect(store.reservedBytes).toBe(budget.usedBytes);
      expect(store.reservedBytes).toBeGreaterThanOrEqual(whole.length);
      expect(store.reservedBytes).toBeLessThanOrEqual(Math.max(1, whole.length * 2));
    }),
  );
});

test('a body of exactly the cap is taken, one byte more is not', () => {
  const fill = (bytes: number) => {
    const store = createBodyStore(1_000, createByteBudget(10_000));
    store.append(new Uint8Array(400));
    return store.append(new Uint8Array(bytes - 400));
  };
  expect(fill(1_000)).toBeUndefined();
  expect(fill(1_001)).toBe('too_large');
});

test('what exceeds the shared budget is refused, and what was reserved before can be given back', () => {
  const budget = createByteBudget(1_000);
  const first = createBodyStore(10_000, budget);
  const second = createBodyStore(10_000, budget);
  expect(first.append(new Uint8Array(600))).toBeUndefined();
  expect(second.append(new Uint8Array(600))).toBe('over_budget');
  budget.release(first.reservedBytes);
  budget.release(second.reservedBytes);
  expect(budget.usedBytes).toBe(0);
});

test('a body in pieces of a byte is refused long before its cap', () => {
  const store = createBodyStore(2 ** 20, createByteBudget(2 ** 21));
  const piece = new Uint8Array(1);
  let count = 0;
  let refusal;
  while (refusal === undefined) {
    refusal = store.append(piece);
    count += 1;
  }
  expect(refusal).toBe('shredded');
  expect(count).toBeLessThan(3_000);
});
