import { describe, expect, it } from 'vitest';
import { reviewSource } from './cases/review-source.ts';

const branches = (count: number, prefix = '') =>
  Array.from({ length: count }, (_, index) => `${prefix}  if (kind === ${index}) return ${index};`).join(
    '\n',
  );
const choose = (count: number) =>
  `export function choose(kind: number) {\n${branches(count)}\n  return -1;\n}\n`;

const titles = async (head: string, base?: string) => {
  const findings = await reviewSource(head, {
    families: ['maintainability'],
    ...(base === undefined ? {} : { base }),
  });
  return findings.map(({ title }) => title);
};

describe('findComplexity', () => {
  it('reports a new function with too many ways through it, with numbers', async () => {
    expect(await titles(choose(20))).toEqual([
      '`choose` is hard to follow: 21 ways through it, nesting score 20, 23 lines',
    ]);
  });

  it('reports a function that grew beyond the limit, and not one that only was beyond it', async () => {
    expect(await titles(choose(20), choose(10))).toHaveLength(1);
    expect(await titles(choose(20).replace('return -1', 'return -2'), choose(20))).toEqual([]);
    expect(await titles(choose(18), choose(20))).toEqual([]);
  });

  it('weighs nesting above repetition', async () => {
    const nested = `export function walk(a) {\n${'if (a) {\n'.repeat(7)}act(a);\n${'}\n'.repeat(7)}}\n`;
    expect(await titles(nested)).toHaveLength(1);
    expect(await titles(choose(7))).toEqual([]);
  });

  it('looks at no unchanged function and at no test', async () => {
    const other = `export const a = 1;\n`;
    expect(await titles(`${choose(20)}${other}`, choose(20))).toEqual([]);
    expect(await reviewSource(choose(20), { path: 'a.test.ts', families: ['maintainability'] })).toEqual([]);
  });
});
