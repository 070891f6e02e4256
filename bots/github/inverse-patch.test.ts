import fc from 'fast-check';
import { createTwoFilesPatch } from 'diff';
import { expect, it } from 'vitest';
import { isInversePatch } from './inverse-patch.ts';

const patchOf = (before: string, after: string): string =>
  createTwoFilesPatch('a', 'a', before, after, undefined, undefined, { context: 3 })
    .split('\n')
    .slice(4)
    .join('\n')
    .replace(/\n$/, '');

/** Lines that each occur once, some of them looking like a patch, so that there is one way to draw a diff. */
const lines = ['one', '+plus', '-minus', '@@ -1 +1 @@', '\\ back', 'six', 'seven', 'eight', 'nine', 'ten'];
const text = fc
  .tuple(fc.subarray(lines, { minLength: 1 }), fc.constantFrom('\n', ''))
  .map(([some, end]) => some.join('\n') + end);

it('the patch from one text to another and the one back are inverse, whatever the texts are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(isInversePatch(patchOf(before, after), patchOf(after, before))).toBe(true);
    }),
  );
});

it('a patch is inverse to no patch that ends in another text', () => {
  fc.assert(
    fc.property(text, text, text, (before, after, end) => {
      fc.pre(before !== after && end !== before && end !== after);
      expect(isInversePatch(patchOf(before, after), patchOf(after, end))).toBe(false);
    }),
  );
});

it('a place that others moved meanwhile is the same place, and one that they changed is not', () => {
  const patch = '@@ -1,3 +1,3 @@ first\n a\n-b\n+c\n d';
  expect(isInversePatch(patch, '@@ -41,3 +41,3 @@ second\n a\n-c\n+b\n d')).toBe(true);
  expect(isInversePatch(patch, '@@ -41,3 +41,3 @@ second\n x\n-c\n+b\n d')).toBe(false);
});
