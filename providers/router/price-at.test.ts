import { expect, it } from 'vitest';
import type { Price } from '../contract.ts';
import { priceAt } from './price-at.ts';

const price: Price = {
  input: 0.15,
  output: 0.6,
  peak: {
    hoursUtc: [
      [1, 4],
      [6, 10],
    ],
    input: 0.3,
    output: 1.2,
  },
};
const promotion: Price = {
  input: 0.75,
  output: 3.75,
  until: { date: '2027-01-01', next: { input: 1.5, output: 7.5 } },
};

it.each([
  ['before the peak', price, '2026-11-27T00:59:59Z', 0.15],
  ['from its first hour on', price, '2026-11-27T01:00:00Z', 0.3],
  ['until its last hour is over', price, '2026-11-27T03:59:59Z', 0.3],
  ['between two peaks', price, '2026-11-27T04:00:00Z', 0.15],
  ['in the second peak', price, '2026-11-27T09:30:00Z', 0.3],
  ['at a weekend', price, '2026-11-28T09:30:00Z', 0.15],
  ['while a promotion lasts', promotion, '2026-12-31T23:59:59Z', 0.75],
  ['once it is over', promotion, '2027-01-01T00:00:00Z', 1.5],
])('%s', (_when, given, at, input) => {
  expect(priceAt(given, Date.parse(at)).input).toBe(input);
});
