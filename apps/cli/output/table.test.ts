import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './one-line.ts';
import { shortIds } from './short-ids.ts';
import { table } from './table.ts';
import { duration, timeAgo } from './times.ts';

describe('a table', () => {
  const row = fc.record({
    id: fc.string({ maxLength: 10 }),
    text: fc.string({ maxLength: 300, unit: 'grapheme' }),
  });

  it('never exceeds the terminal while its flexible columns can give way, and keeps fixed ones whole', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 30, max: 200 }), (rows, columns) => {
        const lines = table(
          rows.map(({ id, text }) => ({ id: `id${id.replaceAll(/\W/g, '')}`, text })),
          [
            { title: 'ID', text: ({ id }) => id },
            { title: 'TEXT', text: ({ text }) => text, isFlexible: true },
          ],
          columns,
        ).split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns);
        rows.forEach(({ id }, at) => expect(lines[at + 1]).toContain(`id${id.replaceAll(/\W/g, '')}`));
      }),
    );
  });

  it('leaves out columns without a single entry', () => {
    const layout = [
      { title: 'A', text: () => 'a' },
      { title: 'B', text: () => '' },
    ];
    expect(table([1], layout, 80)).toBe('A\na\n');
  });

  it('measures before it colours', () => {
    const layout = [
      { title: 'A', text: () => 'abcdefghijklmnop', paint: (text: string) => `<${text}>`, isFlexible: true },
      { title: 'B', text: () => 'b' },
    ];
    expect(table([1], layout, 13)).toBe('A           B\n<abcdefghi…>  b\n');
  });
});

it('short ids tell all ids of a page apart, and keep their time', () => {
  const ids = ['019a9f3c-52d1-7000-8000-000000000001', '019a9f3c-52d1-7000-8000-000000000012'];
  expect(ids.map(shortIds(ids))).toEqual([
    '019a9f3c-52d1-7000-8000-00000000000',
    '019a9f3c-52d1-7000-8000-00000000001',
  ]);
  expect(ids.slice(1).map(shortIds(ids.slice(1)))).toEqual(['019a9f3c-52d1']);
});

const now = Date.UTC(2026, 10, 21);

it.each([
  [-5_000, 'just now'],
  [999, 'just now'],
  [59_999, '59 s ago'],
  [3_599_000, '59 min ago'],
  [47 * 3_600_000, '47 h ago'],
  [3 * 86_400_000, '3 days ago'],
  [20 * 86_400_000, '2026-11-01'],
])('%i ms old is %s', (ageMs, words) => {
  expect(timeAgo(new Date(now - ageMs), now)).toBe(words);
});

it.each([
  [-1, '0 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [3_599_999, '1 h 0 min'],
  [3_780_000, '1 h 3 min'],
])('%d ms last %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});
