import fc from 'fast-check';
import { expect, it } from 'vitest';
import { review, takesComment } from './judge-case.ts';
import { loadCases } from './load-cases.ts';

const sources = (await loadCases()).flatMap(({ files, safe }) => [...files, ...safe]);

type Edit = readonly ['delete' | 'repeat' | 'swap' | 'blank', number];

const edits = fc.array(fc.tuple(fc.constantFrom('delete', 'repeat', 'swap', 'blank'), fc.nat({ max: 200 })), {
  maxLength: 6,
});

/** A text after the edits of a careless person. */
function edited(text: string, steps: readonly Edit[]): string {
  const lines = text.split('\n');
  for (const [what, place] of steps) {
    const index = place % lines.length;
    const line = lines[index] ?? '';
    if (what === 'delete') lines.splice(index, 1);
    else if (what === 'repeat') lines.splice(index, 0, line);
    else if (what === 'blank') lines.splice(index, 0, '');
    else lines.splice(index, 2, lines[index + 1] ?? '', line);
    if (lines.length === 0) lines.push('');
  }
  return lines.join('\n');
}

it('every finding of every family lies on a line that GitHub takes a comment on, whatever was edited', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      edits,
      edits,
      async ({ path, base, head }, before, after) => {
        const text = head ?? base ?? '';
        const { changeSet, findings } = await review([
          { path, base: edited(base ?? text, before), head: edited(text, after) },
        ]);
        const misplaced = findings.filter(
          ({ location }) => location !== undefined && !takesComment(location, changeSet),
        );
        expect(misplaced).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
