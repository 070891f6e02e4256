import fc from 'fast-check';
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

  it.each([
    ['a string of escapes that nobody closes', '"', '\\a'],
    ['escaped quotes', '', '\\"'],
    ['quotes of all kinds', '"', `'\\\``],
    ['tags that nobody opens', '', '>'],
    ['blanks', '', '\u00A0'],
    ['joiners', '', '\u200D\u{1F469}'],
  ])('reads a line once, however hostile: %s', async (_, start, part) => {
    const text = `const a = ${start}${part.repeat(10_000)}\u00A0é\n${'const b = 1;\n'.repeat(4_000)}`;
    const startedAt = performance.now();
    await hiddenIn(text, 'a.ts');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('passes over lawful text of every script, in prose, in translations and in strings of code', async () => {
    const line = fc.array(fc.constantFrom(...lawful.flatMap(({ words }) => words)), {
      minLength: 1,
      maxLength: 6,
    });
    const path = fc.constantFrom(
      'README.md',
      'locales/x.json',
      'i18n/strings.ts',
      'docs/a.txt',
      'index.html',
    );
    await fc.assert(
      fc.asyncProperty(path, fc.array(line, { minLength: 1, maxLength: 6 }), async (path, lines) => {
        const text = lines.map((words) => words.join(' ')).join('\n');
        expect((await hiddenIn(text, path)).map(({ title }) => title)).toEqual([]);
      }),
      { numRuns: 150 },
    );
    for (const { words, alsoInCode } of lawful) {
      const text = words.map((word) => `const text = '${word}'; // ${word}`).join('\n');
      if (alsoInCode) expect((await hiddenIn(text, 'src/app.ts')).map(({ title }) => title)).toEqual([]);
    }
  });

  it('finds each hidden character wherever it stands in a line of code', async () => {
    const hidden = fc.constantFrom(
      0x200b,
      0x200c,
      0x200d,
      0x2060,
      0x202e,
      0x2066,
      0x3164,
      0xe0041,
      0xe0101,
      0xfeff,
      0x1b,
    );
    const code = 'const allowed = user.isAdmin && check(token);';
    await fc.assert(
      fc.asyncProperty(hidden, fc.integer({ min: 1, max: code.length - 1 }), async (point, offset) => {
        const text = `${code.slice(0, offset)}${String.fromCodePoint(point)}${code.slice(offset)}`;
        expect(await hiddenIn(text, 'src/app.ts')).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('code that is made of characters and run', () => {
  it.each([
    "const text = [...word].map((c) => String.fromCodePoint(c.codePointAt(0) - 0xfe00)).join('');\neval(text);",
    'const bytes = [...word].map((c) => c.codePointAt(0) & 15);\neval(Buffer.from(bytes).toString());',
  ])('is told: %s', async (text) => {
    expect((await hiddenIn(text, 'src/app.ts')).map(({ rule }) => rule)).toEqual(['hidden-text/decoder']);
  });

  it.each([
    ['src/app.ts', 'const code = path.charCodeAt(1);\nconst found = pattern.exec(path);'],
    [
      'src/app.ts',
      "lines.push(`x.charCodeAt(1) === ${text.charCodeAt(1)}`);\nconst matches = new Function('x', body);",
    ],
    ['app/keys.py', 'escapes = {ord("a"): "b"}\nlegal = re.compile("[a-z]+").fullmatch'],
  ])('is not told of a parser: %s %s', async (path, text) => {
    expect(await hiddenIn(text, path)).toEqual([]);
  });
});

/** Words as people write them, with the joiners, marks and selectors that belong to them. */
const lawful: readonly { readonly words: readonly string[]; readonly alsoInCode: boolean }[] = [
  { words: ['مرحبا', 'بالعالم', 'السَّلَامُ', 'ﷺ', 'کاربر'], alsoInCode: true },
  { words: ['שלום', 'בְּרֵאשִׁית', 'צה״ל'], alsoInCode: true },
  { words: ['می\u200Cخواهم', 'نمی\u200Cشود', 'خانه\u200Cها'], alsoInCode: true },
  {
    words: ['क्\u200Dष', 'हिन्दी', 'র\u200D্য', 'ক্ষ', 'தமிழ்', 'ශ්\u200Dරී', 'മലയാളം\u200D', 'ಕ್\u200Cಷ'],
    alsoInCode: true,
  },
  { words: ['ภาษา\u200Bไทย', 'ភាសា\u200Bខ្មែរ', 'ພາສາລາວ', 'မြန်မာ'], alsoInCode: true },
  {
    words: ['日本語', 'ひらがな', 'カタカナ', '中文', '漢\u{E0100}字', '한국어', '１２３'],
    alsoInCode: true,
  },
  {
    words: [
      '👨\u200D👩\u200D👧\u200D👦',
      '👩🏽\u200D💻',
      '🏳\uFE0F\u200D🌈',
      '❤\uFE0F',
      '1\uFE0F\u20E3',
      '#\uFE0F\u20E3',
      '🇨🇭',
      '☺\uFE0E',
      '👁\uFE0F\u200D🗨\uFE0F',
      '🧑🏿\u200D🤝\u200D🧑🏻',
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
      '⚠\uFE0F',
      '©\uFE0F',
      '™\uFE0F',
    ],
    alsoInCode: true,
  },
  { words: ['Привет', 'мир', 'Київ', 'сору', 'Ελληνικά', 'Հայերեն', 'ქართული', 'ᏣᎳᎩ'], alsoInCode: true },
  {
    words: ['naïve', 'Ångström', 'Straße', 'İstanbul', 'ığdır', 'Łódź', 'Việt', 'e\u0301te\u0301'],
    alsoInCode: true,
  },
  { words: ['5\u00A0km', 'Vraiment\u202F?', 'µm', '10\u2009Ω', 'Δt', 'λ'], alsoInCode: true },
  { words: ['co\u00ADoperation', 'Donau\u00ADdampfschiff', 'ＡＢＣ全角', 'Ｗｅｂサイト'], alsoInCode: false },
  { words: ['\u2067שלום world\u2069', 'שלום\u200F!'], alsoInCode: false },
];
