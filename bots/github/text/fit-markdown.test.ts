import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { fitMarkdown } from './fit-markdown.ts';

test('a text that fits is not touched', () => {
  expect(fitMarkdown('short', 5)).toBe('short');
});

test('a longer one is cut at a line, closed, and says what is missing', () => {
  const text = `<details>\n\n\`\`\`ts\n${'const a = 1;\n'.repeat(100)}`;
  const fitted = fitMarkdown(text, 800);
  expect(fitted).toMatch(
    /const a = 1;\n```\n\n<\/details>\n\n\*Cut here: \d+ of \d+ characters did not fit\.\*$/,
  );
});

it('never exceeds its limit nor cuts a character in two', () => {
  const part = fc.constantFrom(
    'x'.repeat(50),
    '\u{1F600}'.repeat(30),
    '\n',
    '<details>',
    '\n```\n',
    '\n~~~~\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 200 }), fc.nat(3_000), (parts, limitChars) => {
      const fitted = fitMarkdown(parts.join(''), limitChars);
      expect(fitted.length).toBeLessThanOrEqual(limitChars);
      expect(fitted.isWellFormed()).toBe(true);
    }),
  );
});
