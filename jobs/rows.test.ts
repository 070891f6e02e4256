import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, toJsonColumn } from './rows.ts';

const text = fc.string({ unit: fc.constantFrom('a', '\u0000', '\ud800', '\udc00', '😀', '"') });
const leaf = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.date({ noInvalidDate: true }),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('any')),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('any')),
  ),
})).any;

test('a column gets what JSON makes of a value, with no text that PostgreSQL refuses', () => {
  const clean = (_key: string, member: unknown) => (typeof member === 'string' ? cleanText(member) : member);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('x', 'y'), value), (given) => {
      const stored = JSON.stringify(toJsonColumn(given));
      expect(stored).toBe(JSON.stringify(given, clean));
      expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
    }),
  );
});
