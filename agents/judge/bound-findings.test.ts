import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { severities, type Severity } from '../contract.ts';
import { boundFindings } from './bound-findings.ts';

const of = (severity: Severity, title: string) => ({ severity, title, confidence: 0.5 });

it('at most five remarks of low weight and three of the same words are told, the worst first', () => {
  const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta'];
  const low = words.map((word) => of('low', `Low ${word}`));
  const same = Array.from({ length: 5 }, (_, index) => of('high', `Line ${index} is wrong`));
  const bound = boundFindings([...low, ...same]);
  expect(bound.findings.map(({ severity }) => severity)).toEqual([
    ...Array<Severity>(3).fill('high'),
    ...Array<Severity>(5).fill('low'),
  ]);
  expect(bound).toMatchObject({ repeated: 2, nitpicks: 2, surplus: 0 });
});

it('everything is told or counted, never more than forty, and never a graver one left for a lighter', () => {
  const finding = fc.record({
    severity: fc.constantFrom(...severities),
    title: fc.string({ minLength: 1, maxLength: 3 }),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 120 }), (findings) => {
      const { findings: kept, repeated, nitpicks, surplus } = boundFindings(findings);
      expect(kept.length + repeated + nitpicks + surplus).toBe(findings.length);
      expect(kept.length).toBeLessThanOrEqual(40);
      const ranks = kept.map(({ severity, confidence }) => severities.indexOf(severity) - confidence / 2);
      expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    }),
  );
});
