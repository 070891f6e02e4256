import type { CaseFile, QualityCase } from '../../quality-case.ts';

const path = 'src/billing/discount.ts';
const base = `import type { Cart } from './cart.ts';

/** In cents. */
export function discountOf(cart: Cart): number {
  const total = cart.lines.reduce((sum, line) => sum + line.cents * line.count, 0);
  if (total < 5_000) return 0;
  return Math.round(total * 0.05);
}
`;
const testPath = 'src/billing/discount.test.ts';
const test = `import { expect, it } from 'vitest';
import { discountOf } from './discount.ts';

it('gives five percent from fifty on', () => {
  expect(discountOf({ lines: [{ cents: 2_500, count: 2 }] })).toBe(250);
});
`;
const testedBefore: CaseFile = { path: testPath, base: test, head: test };
const withStep = base.replace(
  '  return Math',
  '  if (total >= 50_000) return Math.round(total * 0.1);\n  return Math',
);
const withRenaming = base.replaceAll('total', 'cents').replace('line.cents', 'line.price');

export const cases: readonly QualityCase[] = [
  {
    id: 'maintainability/typescript/new-step-untested',
    family: 'maintainability',
    language: 'typescript',
    files: [{ path, base, head: withStep }, testedBefore],
    expect: [{ rules: ['maintainability/missing-test'], at: 'total * 0.1' }],
    safe: [
      { path, base, head: withStep },
      {
        path: testPath,
        base: test,
        head: `${test}\nit('gives ten percent from five hundred on', () => {
  expect(discountOf({ lines: [{ cents: 50_000, count: 1 }] })).toBe(5_000);
});\n`,
      },
    ],
  },
  {
    id: 'maintainability/typescript/other-border-untested',
    family: 'maintainability',
    language: 'typescript',
    files: [{ path, base, head: base.replace('total < 5_000', 'total <= 5_000') }, testedBefore],
    expect: [{ rules: ['maintainability/missing-test'], at: 'total <= 5_000' }],
    safe: [{ path, base, head: withRenaming }, testedBefore],
  },
];
