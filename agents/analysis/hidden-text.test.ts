import { describe, expect, it } from 'vitest';
import { reviewSource } from './cases/review-source.ts';

const hiddenIn = (text: string, path: string) =>
  reviewSource(`${text}\n`, { path, families: ['hidden-text'] });

describe('findHiddenText', () => {
  it.each([
    [
      'an override in code',
      `if (level !== 'user\u202E \u2066// admin\u2069 \u2066') {`,
      'a.ts',
      'bidirectional',
    ],
    ['an unbalanced isolate in prose', `Read \u2067 this`, 'a.md', 'bidirectional'],
    ['a direction mark in code', `const a\u200E = 1;`, 'a.py', 'bidirectional'],
    ['a zero-width space in a name', `const ad\u200Bmin = true;`, 'a.ts', 'zero-width'],
    ['a zero-width joiner between Latin letters', `import x from 'lo\u200Ddash';`, 'a.ts', 'zero-width'],
    ['a word joiner', `token\u2060: x`, 'a.yaml', 'zero-width'],
    ['a mark in the middle of a file', `a = '\uFEFFb'`, 'a.py', 'zero-width'],
    ['tag characters', `Hello${String.fromCodePoint(0xe0049, 0xe0067, 0xe006e)}`, 'a.md', 'tags'],
    ['a run of variation selectors', `const s = 'x\uFE00\uFE01\uFE02';`, 'a.ts', 'tags'],
    ['supplementary selectors', `const s = '${String.fromCodePoint(0xe0100, 0xe0150)}';`, 'a.ts', 'tags'],
    ['a Hangul filler as a name', `const { timeout, \u3164 } = req.query;`, 'a.js', 'filler'],
    ['a soft hyphen in code', `adm\u00ADin()`, 'a.ts', 'filler'],
    ['a no-break space in code', `const a =\u00A01;`, 'a.ts', 'filler'],
    ['an escape character', `echo "\u001B[2K"`, 'a.sh', 'control'],
    ['a lone carriage return', `ok()\revil()`, 'a.ts', 'control'],
    ['Cyrillic letters in a Latin name', `const is\u0410dmin = true;`, 'a.ts', 'look-alike'],
    ['a look-alike domain', `[pay](https://p\u0430ypal.com/login)`, 'a.md', 'look-alike'],
    [
      'a name that is all look-alikes',
      `const scope = 1;\nconst \u0455\u0441\u043E\u0440\u0435 = 2;`,
      'a.ts',
      'look-alike',
    ],
    ['full-width letters', `const ad\uFF4Din = 1;`, 'a.ts', 'look-alike'],
  ])('reports %s', async (_, text, path, rule) => {
    const findings = await hiddenIn(text, path);
    expect(findings.map((finding) => finding.rule)).toEqual([`hidden-text/${rule}`]);
  });

  it.each([
    ['plain text', `const a = 1;`, 'a.ts'],
    ['Hebrew and Arabic', `שלום עולם، مرحبا بالعالم`, 'locales/he.json'],
    ['balanced isolates around right-to-left text', `ברוך \u2066John\u2069 הבא`, 'a.md'],
    ['a direction mark in a right-to-left line', `"שלום\u200F!"`, 'i18n/he.json'],
    [
      'families and professions',
      `const who = '👨\u200D👩\u200D👧 👩\u200D💻 🏳\uFE0F\u200D🌈 ❤\uFE0F';`,
      'a.ts',
    ],
    ['keycaps', `1\uFE0F\u20E3 first`, 'a.md'],
    [
      'the flag of Scotland',
      String.fromCodePoint(0x1f3f4, 0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074, 0xe007f),
      'a.md',
    ],
    ['Persian joiners', `می\u200Cخواهم`, 'a.md'],
    ['Hindi joiners', `क्\u200Dष`, 'a.md'],
    ['Thai word breaks', `ภาษา\u200Bไทย`, 'a.md'],
    ['Korean', `안녕하세요`, 'a.ts'],
    ['French spaces in text', `const s = 'Vraiment\u00A0?';`, 'a.ts'],
    ['escapes in a test', `expect(clean('a\\u200Bb')).toBe('ab');`, 'a.test.ts'],
    ['a Russian comment', `// Проверка имени user перед записью`, 'a.ts'],
    ['Greek in mathematics', `const Δt = 5; const µs = 1; const Ω = 2;`, 'a.ts'],
    ['accents', `const café = 'naïve Ångström';`, 'a.ts'],
    ['Japanese with Latin', `const 表示name = 1;`, 'a.ts'],
    ['a mark at the very start', `\uFEFFconst a = 1;`, 'a.ts'],
  ])('passes over %s', async (_, text, path) => {
    expect((await hiddenIn(text, path)).map(({ title }) => title)).toEqual([]);
  });
});
