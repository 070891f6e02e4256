import { structuredPatch } from 'diff';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { anchorOf, placesOf } from './positions.ts';

const patch = [
  '@@ -3,4 +3,4 @@ function name() {',
  ' line 3',
  '-line 4',
  '+line four',
  ' line 5',
  ' line 6',
  '@@ -20,3 +20,4 @@',
  ' line 20',
  '+@@ -1 +1 @@',
  '--- removed dashes',
  '+++ added pluses',
  ' line 22',
  '\\ No newline at end of file',
].join('\n');

test('lines of a patch count on their own side, whatever they look like', () => {
  const places = placesOf(patch);
  expect([...places.old]).toEqual([
    [3, 0],
    [4, 0],
    [5, 0],
    [6, 0],
    [20, 1],
    [21, 1],
    [22, 1],
  ]);
  expect([...places.new]).toEqual([
    [3, 0],
    [4, 0],
    [5, 0],
    [6, 0],
    [20, 1],
    [21, 1],
    [22, 1],
    [23, 1],
  ]);
});

describe('an anchor', () => {
  const places = placesOf(patch);
  test.each([
    [
      { side: 'new', line: 4 },
      { anchor: { side: 'RIGHT', line: 4 }, exact: true },
    ],
    [
      { side: 'old', line: 4 },
      { anchor: { side: 'LEFT', line: 4 }, exact: true },
    ],
    [
      { side: 'new', line: 4, endLine: 4 },
      { anchor: { side: 'RIGHT', line: 4 }, exact: true },
    ],
    [
      { side: 'new', line: 4, endLine: 6 },
      { anchor: { side: 'RIGHT', line: 6, start_line: 4, start_side: 'RIGHT' }, exact: true },
    ],
    [
      { side: 'new', line: 6, endLine: 20 },
      { anchor: { side: 'RIGHT', line: 6 }, exact: false },
    ],
    [
      { side: 'new', line: 6, endLine: 7 },
      { anchor: { side: 'RIGHT', line: 6 }, exact: false },
    ],
    [
      { side: 'new', line: 6, endLine: 5 },
      { anchor: { side: 'RIGHT', line: 6 }, exact: false },
    ],
    [{ side: 'new', line: 7 }, undefined],
    [{ side: 'old', line: 23 }, undefined],
  ] as const)('of %j is %j', (range, expected) => {
    expect(anchorOf(places, range)).toEqual(expected);
  });
});

it('agrees with the ranges that a diff library puts into its hunks', () => {
  const line = fc.constantFrom('a', 'b', '@@ -1 +1 @@', '-', '+', '', 'c\r');
  const text = fc.array(line, { maxLength: 40 }).map((all) => all.map((each) => `${each}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { hunks } = structuredPatch('f', 'f', before, after, '', '', { context: 3 });
      const shown = hunks
        .map((hunk) => {
          const header = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
          return [header, ...hunk.lines].join('\n');
        })
        .join('\n');
      const range = (start: number, count: number, index: number) =>
        Array.from({ length: count }, (_, offset): [number, number] => [start + offset, index]);
      const places = placesOf(shown);
      expect([...places.old]).toEqual(
        hunks.flatMap((hunk, index) => range(hunk.oldStart, hunk.oldLines, index)),
      );
      expect([...places.new]).toEqual(
        hunks.flatMap((hunk, index) => range(hunk.newStart, hunk.newLines, index)),
      );
    }),
  );
});
