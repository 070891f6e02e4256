import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { toMrkdwn } from './mrkdwn.ts';
import { splitMrkdwn } from './split.ts';

describe('CommonMark becomes what Slack renders', () => {
  test.each([
    ['bold', 'a **b** and __c__', 'a *b* and *c*'],
    ['emphasis', 'an *important* word', 'an _important_ word'],
    ['emphasis within bold', '**a *b* c**', '*a _b_ c*'],
    ['a multiplication', '2 * 3 * 4', '2 * 3 * 4'],
    ['names with underscores', 'snake_case_name and __init', 'snake_case_name and __init'],
    ['struck text', '~~old~~', '~old~'],
    ['a heading', '## What **changed** ##', '*What changed*'],
    ['lists', '- a\n  * b\n+ c\n1. d', '• a\n  • b\n• c\n1. d'],
    ['tasks', '- [ ] a\n- [x] b', '☐ a\n☑ b'],
    ['a quotation', '> said **so**', '> said *so*'],
    ['a break', '***', '———'],
    ['a link', '[docs](https://x.test/a?b=1&c=2)', '<https://x.test/a?b=1&amp;c=2|docs>'],
    ['a link with a title', '[d](https://x.test "The docs")', '<https://x.test/|d>'],
    ['a link to a page with brackets', '[w](https://x.test/a_(b))', '<https://x.test/a_(b)|w>'],
    ['an image', '![a chart](https://x.test/c.png)', '<https://x.test/c.png|a chart>'],
    ['a bare link', '<https://x.test/a>', '<https://x.test/a>'],
    ['a link that ends the syntax', '[a|b>c](https://x.test/|)', '<https://x.test/%7C|a|b&gt;c>'],
    ['a link to a script', '[click](javascript:alert`1`)', 'click'],
    ['a link to a file here', '[code](src/a.ts)', 'code'],
    ['code', 'run `npm **ci** <x>`', 'run `npm **ci** &lt;x&gt;`'],
    ['code with back-ticks', '``a ` b``', "`a ' b`"],
    ['a backslash', '\\*not bold\\*', '*not bold*'],
    ['a comment', 'a<!-- hidden -->b', 'ab'],
    ['HTML', '<details>&amp;</details>', '&lt;details&gt;&amp;amp;&lt;/details&gt;'],
    ['a fence', '```ts\nconst a = `**b**` < 1;\n```', '```\nconst a = `**b**` &lt; 1;\n```'],
    ['a fence in a list', '- a\n    ```\n    b\n    ```', '• a\n```\n    b\n```'],
    ['a fence that is not closed', '~~~\na', '```\na\n```'],
    ['a fence around a fence', '````\n```\na\n````', '```\n``\u200B`\na\n```'],
    ['a table', '| a | b |\n|---|---|\n| 1 | 2 |', '```\n| a | b |\n|---|---|\n| 1 | 2 |\n```'],
    ['stray back-ticks', 'a ```b', 'a ``\u200B`b'],
    ['Windows line ends', 'a\r\nb', 'a\nb'],
  ])('%s', (_name, markdown, mrkdwn) => {
    expect(toMrkdwn(markdown)).toBe(mrkdwn);
  });
});

/** Text made of what formatting is made of. */
const markdownish = fc
  .array(
    fc.oneof(
      fc.constantFrom('**', '__', '*', '_', '~~', '`', '```', '~~~', '\n', '# ', '> ', '- ', '|', '<', '>'),
      fc.constantFrom(
        '&',
        '<!channel>',
        '<@U1>',
        '[a](',
        'https://x.test/',
        ')',
        '<https://x.test>',
        '\\',
        '<!--',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.lorem({ maxCount: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** Whatever Slack would read as a reference: a mention, a command or a link. */
const references = (mrkdwn: string): string[] => mrkdwn.match(/<[^>]*>?/g) ?? [];

it('no text can mention, notify or link anywhere but to the web', () => {
  fc.assert(
    fc.property(markdownish, (markdown) => {
      for (const reference of references(toMrkdwn(markdown))) {
        expect(reference).toMatch(/^<https?:\/\/[^\s<>|]+(\|[^<>\n]+)?>$/);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('fences come in pairs, so that nothing after the text is swallowed', () => {
  fc.assert(
    fc.property(markdownish, (markdown) => {
      expect((toMrkdwn(markdown).match(/```/g) ?? []).length % 2).toBe(0);
    }),
  );
});

test.each([
  ['asterisks', '*'],
  ['brackets', '['],
  ['links that are not', '[]('],
  ['back-ticks apart', '` '],
  ['bold that never ends', '**a '],
  ['comments that never end', '<!--'],
  ['spaces after a heading', '#  '],
  ['number signs', '# #'],
  ['table rows', '|\n|'],
  ['fences', '```\n~~~\n'],
])('a long text of %s takes no more than linear time', (_name, part) => {
  const startedAt = performance.now();
  toMrkdwn(part.repeat(500_000));
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

describe('cutting', () => {
  const limits = { maxChars: 40, maxBytes: 10_000 };

  test.each([
    ['between lines', `${'a'.repeat(30)}\n${'b'.repeat(30)}`, ['a'.repeat(30), 'b'.repeat(30)]],
    ['between words', `${'a'.repeat(20)} ${'b'.repeat(20)}`, [`${'a'.repeat(20)} `, 'b'.repeat(20)]],
    ['before a link', `${'a'.repeat(20)}<https://x.test/abc|d>`, ['a'.repeat(20), '<https://x.test/abc|d>']],
    ['before an entity', `${'a'.repeat(30)}&amp;b`, ['a'.repeat(30), '&amp;b']],
    [
      'in a fence, closing and opening it again',
      `\`\`\`\n${'a'.repeat(20)}\n${'b'.repeat(20)}\n\`\`\``,
      [`\`\`\`\n${'a'.repeat(20)}\n\`\`\``, `\`\`\`\n${'b'.repeat(20)}\n\`\`\``],
    ],
  ])('falls %s', (_name, text, chunks) => {
    expect(splitMrkdwn(text, limits)).toEqual({ chunks, complete: true });
  });

  it('keeps to both limits, loses nothing within them and says when it had to', () => {
    fc.assert(
      fc.property(
        markdownish,
        fc.integer({ min: 20, max: 200 }),
        fc.nat(2_000),
        (text, maxChars, maxBytes) => {
          const mrkdwn = toMrkdwn(text);
          const { chunks, complete } = splitMrkdwn(mrkdwn, { maxChars, maxBytes });
          for (const chunk of chunks) {
            expect(chunk.length).toBeLessThanOrEqual(maxChars);
            expect(chunk.trim()).not.toBe('');
            expect((chunk.match(/```/g) ?? []).length % 2).toBe(0);
          }
          const bytes = Buffer.byteLength(chunks.map((chunk) => JSON.stringify(chunk).slice(1, -1)).join(''));
          expect(bytes).toBeLessThanOrEqual(Math.max(maxBytes, 0) + 10);
          const letters = (value: string) => value.replace(/[\s`]/g, '');
          if (complete) expect(letters(chunks.join(''))).toBe(letters(mrkdwn));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
