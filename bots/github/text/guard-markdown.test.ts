import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { guardLine, guardMarkdown } from './guard-markdown.ts';

const space = '\u200B';

describe('mentions', () => {
  test.each([
    ['ask @octocat', `ask @${space}octocat`],
    ['**@octo/team**', `**@${space}octo/team**`],
    ['_@octocat_', `_@${space}octocat_`],
    ['&#64;octocat &#x40;octocat &commat;octocat', `@${space}octocat @${space}octocat @${space}octocat`],
    ['`@octocat`', `\`@${space}octocat\``],
    ['mail me@example.com', 'mail me@example.com'],
    ['a @ b', 'a @ b'],
  ])('%j pings nobody', (text, expected) => {
    expect(guardMarkdown(text)).toBe(expected);
  });

  it('in code at the margin stay exact, because code pings nobody', () => {
    const text = '```ts\n@Injectable()\nclass A<B> {}\n```\n\n~~~\n@x\n~~~';
    expect(guardMarkdown(text)).toBe(text);
  });

  test.each([
    ['a fence of a list, closed at the margin', '- ```\n  x\n ```\n@octocat'],
    ['a fence of a quotation', '> ```\n@octocat'],
    ['a fence in an HTML block, which is text', '<details>\n```\n@octocat\n```\n</details>'],
    ['a fence whose language holds a back-tick, which is a span', '```a`b\n@octocat'],
    ['a fence closed by a longer one', '```\nx\n````\n@octocat'],
  ])('after %s are guarded too', (_name, text) => {
    expect(guardMarkdown(text)).not.toContain('@octocat');
  });
});

describe('what could hide or load something', () => {
  test.each([
    ['<!-- x', `<${space}!-- x`],
    ['<script>', `<${space}script>`],
    ['</p>', `<${space}/p>`],
    ['<?x', `<${space}?x`],
    ['<img src=x>', `<${space}img src=x>`],
    ['![x](https://a.test/?q=secret)', `!${space}[x]${space}(https:${space}//a.test/?q=secret)`],
    ['a < b && c <= d', 'a < b && c <= d'],
    ['<details><summary>a</summary>\n\nb\n\n</details>', '<details><summary>a</summary>\n\nb\n\n</details>'],
  ])('%j becomes %j', (text, expected) => {
    expect(guardMarkdown(text)).toBe(expected);
  });

  test.each([
    ['```ts\nopen', '```ts\nopen\n```'],
    ['~~~~\nopen', '~~~~\nopen\n~~~~'],
    ['<details>\n\nopen', '<details>\n\nopen\n\n</details>'],
    ['<details>\n<details>\n</details>', '<details>\n<details>\n</details>\n\n</details>'],
    ['</details>', '</details>'],
  ])('%j is closed', (text, expected) => {
    expect(guardMarkdown(text)).toBe(expected);
  });

  it('no code of a model offers itself to be committed', () => {
    expect(guardMarkdown('```suggestion\nrm -rf /\n```')).toBe('```text\nrm -rf /\n```');
    expect(guardMarkdown('- ~~~ Suggestion\n  x')).not.toMatch(/suggestion/i);
  });
});

describe('links', () => {
  test.each([
    ['[x](https://evil.example/?q=a)', `[x]${space}(https:${space}//evil.example/?q=a)`],
    ['[x](<https://evil.example> "t")', `[x]${space}(<${space}https:${space}//evil.example> "t")`],
    ['[x](https://evil.example/(a)(b))', `[x]${space}(https:${space}//evil.example/(a)(b))`],
    ['[x](//evil.example/a)', `[x]${space}(//evil.example/a)`],
    [
      String.raw`[x](/\evil.example/a)`,
      String.raw`[x]\u200B(/\evil.example/a)`.replace(String.raw`\u200B`, space),
    ],
    ['[x](javascript:alert(1))', `[x]${space}(javascript:alert(1))`],
    ['[x](https://github.com@evil.example/)', `[x]${space}(https:${space}//github.com@evil.example/)`],
    ['[x](https://github.com.evil.example/)', `[x]${space}(https:${space}//github.com.evil.example/)`],
    ['[x](\nhttps://evil.example)', `[x]${space}(\nhttps:${space}//evil.example)`],
    ['see https://evil.example/a?b=c', `see https:${space}//evil.example/a?b=c`],
    ['[x]: https://evil.example', `[x]${space}: https:${space}//evil.example`],
    ['> [x]:\n> //evil.example', `> [x]${space}:\n> //evil.example`],
    ['<https://evil.example>', `<${space}https:${space}//evil.example>`],
    ['www.evil.example', `www${space}.evil.example`],
    ['ftp://evil.example', `ftp:${space}//evil.example`],
    ['\\` https://evil.example `', `\\\` https:${space}//evil.example \``],
  ])('%j lead nowhere else', (text, expected) => {
    expect(guardMarkdown(text)).toBe(expected);
  });

  test.each([
    '[x](https://github.com/octo/shop/pull/1)',
    'https://docs.github.com/en',
    '[x](#notes)',
    '[x](/octo/shop/blob/main/a.ts)',
    '[x](src/a.ts)',
    'a: b, c://',
  ])('%j stay', (text) => {
    expect(guardMarkdown(text)).toBe(text);
  });

  it('to a server of one’s own stay where it is known', () => {
    const text = '[x](https://git.corp.example/octo/shop)';
    expect(guardMarkdown(text, ['git.corp.example'])).toBe(text);
    expect(guardMarkdown(text)).not.toContain('](');
  });

  it('in code at the margin stay exact', () => {
    const text = '```sh\ncurl https://evil.example\n```';
    expect(guardMarkdown(text)).toBe(text);
  });
});

test.each([
  `ghs_${'a1'.repeat(18)}`,
  `ghs_12345_eyJhbGciOi.eyJpc3MiOjE.${'x'.repeat(40)}`,
  `ghp_${'a'.repeat(36)}`,
  `github_pat_${'a'.repeat(70)}`,
  'xoxb-1234567890-abcdefghij',
  `AKIA${'A'.repeat(16)}`,
  `sk-ant-${'a'.repeat(40)}`,
  `AIza${'a'.repeat(35)}`,
  'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\nMIIE, cut',
])('the secret %j is not shown, and its name stays', (secret) => {
  const guarded = guardMarkdown(`TOKEN=${secret}`);
  expect(guarded).toMatch(/^TOKEN=\[redacted [\w ]+\]$/);
});

it('a line stays one line', () => {
  expect(guardLine('a\r\nb\n\nc')).toBe('a b c');
});

it('is stable: guarded text is not changed by another pass', () => {
  const part = fc.constantFrom(
    '@octocat',
    '<!--',
    '<details>',
    '```',
    '~~~',
    '\n',
    '- ',
    '> ',
    ' ',
    'x',
    '&#64;y',
    '[a](https://b.example/c)',
    'www.d.example',
    '://',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const guarded = guardMarkdown(parts.join(''));
      expect(guardMarkdown(guarded)).toBe(guarded);
    }),
  );
});

test.each([
  '`',
  '~',
  '- ',
  '@a ',
  '<',
  '&#0',
  '-eyJ',
  '-----BEGIN A ',
  '<details>\n',
  '> ```\n',
  '[![',
  '[a](',
  'https://',
  '[[',
  'a://b ',
  '\r',
])('%j a hundred thousand times takes no time', (part) => {
  const startedAt = performance.now();
  guardMarkdown(part.repeat(100_000));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
