import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { closeMarkdown } from './close-markdown.ts';
import { splitMarkdown } from './split-markdown.ts';

test('a text that fits is one part, as it stands', () => {
  expect(splitMarkdown('short', 2_000)).toEqual(['short']);
});

test('a code block, details and a table are closed in one part and go on in the next', () => {
  const code = splitMarkdown(
    `<details>\n\n\`\`\`ts\n${'const a = 1;\n'.repeat(300)}\`\`\`\n\n</details>`,
    2_000,
  );
  expect(code.length).toBeGreaterThan(3);
  expect(code[0]).toMatch(/```\n\n<\/details>$/);
  expect(code[1]).toMatch(/^<details>\n\n```ts\nconst a/);
  const table = splitMarkdown(`| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(400)}`, 2_000);
  for (const part of table) expect(part).toMatch(/^\| a \| b \|\n\|---\|---\|\n\| 1/);
});

it('no part exceeds its limit, none leaves anything open, and no line is lost', () => {
  const line = fc.constantFrom(
    'x'.repeat(70),
    '\u{1F600}'.repeat(900),
    '',
    '```',
    '~~~~',
    '<details>',
    '</details>',
    '| a |',
    '|---|',
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 120 }),
      fc.integer({ min: 2_000, max: 5_000 }),
      (lines, limitChars) => {
        // Deeper nesting is not made by anybody who wants to be read.
        fc.pre(lines.filter((each) => each === '<details>').length < 15);
        const text = lines.join('\n');
        const parts = splitMarkdown(text, limitChars);
        const kept = (value: string) => value.match(/x{70}|\u{1F600}/gu)?.length ?? 0;
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limitChars);
          expect(part.isWellFormed()).toBe(true);
          if (parts.length > 1) expect(closeMarkdown(part)).toBe(part);
        }
        expect(parts.reduce((sum, part) => sum + kept(part), 0)).toBe(kept(text));
      },
    ),
  );
});
