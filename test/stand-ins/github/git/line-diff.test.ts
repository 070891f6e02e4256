import { applyPatch } from 'diff';
import { array, assert, boolean, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffHunkTo, placesOf } from './diff-positions.ts';
import { followLine } from './follow-line.ts';
import { diffLines, formatHunks } from './line-diff.ts';

/** Few different lines, so that both texts share some. */
const text = tuple(
  array(constantFrom('a', 'b', 'function c() {', '', '  d', 'é\r'), { maxLength: 40 }),
  boolean(),
).map(([lines, endsWithNewline]) => lines.join('\n') + (endsWithNewline && lines.length > 0 ? '\n' : ''));

const hunksBetween = (before: string, after: string) => diffLines(Buffer.from(before), Buffer.from(after));

const linesOf = (whole: string) => whole.split('\n');

describe('diffLines', () => {
  it('makes patches that turn the old text into the new one', () => {
    assert(
      property(text, text, (before, after) => {
        const patch = formatHunks(hunksBetween(before, after));
        const applied =
          patch === '' ? before : applyPatch(before, `${patch}\n`, { autoConvertLineEndings: false });
        expect(applied).toBe(after);
      }),
    );
  });

  it('heads a hunk with the function above it, as git does', () => {
    const before = `export function total() {\n${'  step();\n'.repeat(9)}}\n`;
    const after = before.replace(/ {2}step\(\);\n\}/, '  last();\n}');
    expect(formatHunks(hunksBetween(before, after))).toMatch(
      /^@@ -7,5 \+7,5 @@ export function total\(\) \{\n/,
    );
  });
});

describe('places of a diff', () => {
  it('are exactly the lines inside hunks, each at its own text', () => {
    assert(
      property(text, text, (before, after) => {
        const hunks = hunksBetween(before, after);
        const places = placesOf(hunks);
        const patchLines = formatHunks(hunks).split('\n');
        for (const [side, whole, foreign] of [
          ['LEFT', before, '+'],
          ['RIGHT', after, '-'],
        ] as const) {
          const inside = new Set(
            hunks.flatMap((hunk) => {
              const start = side === 'LEFT' ? hunk.oldStart : hunk.newStart;
              return Array.from(
                { length: side === 'LEFT' ? hunk.oldLines : hunk.newLines },
                (_, n) => start + n,
              );
            }),
          );
          for (const [index, line] of [...linesOf(whole), 'past the end'].entries()) {
            const place = places.at(side, index + 1);
            expect(place !== undefined).toBe(inside.has(index + 1));
            if (!place) continue;
            const shown = patchLines[place.position] ?? '';
            expect(shown.slice(1)).toBe(line);
            expect(shown.startsWith(foreign)).toBe(false);
            expect(diffHunkTo(hunks, place).split('\n').at(-1)).toBe(shown);
          }
        }
      }),
    );
  });
});

describe('followLine', () => {
  it('follows an untouched line to where the same text now stands', () => {
    assert(
      property(text, text, (before, after) => {
        const hunks = hunksBetween(before, after);
        for (const [index, line] of linesOf(before).entries()) {
          const target = followLine(hunks, index + 1);
          if (target !== undefined && line !== '') expect(linesOf(after)[target - 1]).toBe(line);
        }
      }),
    );
  });

  it('loses a line that was changed', () => {
    expect(followLine(hunksBetween('a\nb\nc\n', 'a\nB\nc\n'), 2)).toBeUndefined();
  });
});
