import type { Change, Severity } from '#agents/contract.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { decoderIn } from './hidden-text/decoder.ts';
import { type HiddenTextKind, hiddenTextRules } from './hidden-text/hidden-text-rules.ts';
import { lookAlikeIn } from './hidden-text/look-alikes.ts';
import { explain } from './rules/rule-info.ts';

export interface Hidden {
  readonly rule: HiddenTextKind;
  readonly severity: Severity;
  readonly what: string;
}

const prose = new Set(['markdown', 'text', 'html', undefined]);
const translations = /(^|\/)(locales?|i18n|l10n|lang(uages?)?|translations?|messages)\//i;

/** Characters in added lines that a reader does not see, or takes for others. Right-to-left text and emoji are lawful. */
export function findHiddenText(change: Change): readonly Spotted[] {
  const isProse = prose.has(change.language) || translations.test(change.path);
  const spotted: Spotted[] = [];
  for (const line of change.hunks.flatMap((hunk) => hunk.lines)) {
    if (line.kind !== 'added' || !/[^\t -~]/.test(line.text)) continue;
    const hidden =
      hiddenIn(line.text, isProse, line.newLine === 1) ??
      lookAlike(line.text, change.headText ?? '', isProse);
    if (hidden !== undefined) spotted.push(spot(hidden, change, line.newLine ?? 1, line.text));
  }
  const decoder = isProse ? undefined : decoderIn(change);
  if (decoder !== undefined) spotted.push(spot(decoder.hidden, change, decoder.line, decoder.text));
  return spotted;
}

function spot(hidden: Hidden, change: Change, line: number, text: string): Spotted {
  const rule = hiddenTextRules[hidden.rule];
  return {
    rule: rule.id,
    category: rule.category,
    severity: hidden.severity,
    confidence: rule.confidence,
    title: `Hidden text: ${hidden.what}`,
    detail: explain({ ...rule, languages: ['typescript'] }),
    cwe: rule.cwe,
    path: change.path,
    side: 'new',
    line,
    identity: `${hidden.rule} ${text.replace(/\s+/g, '')}`,
  };
}

function hiddenIn(text: string, isProse: boolean, isFirstLine: boolean): Hidden | undefined {
  return (
    bidirectional(text, isProse) ??
    tags(text) ??
    selectors(text) ??
    zeroWidth(text, isFirstLine) ??
    fillers(text, isProse) ??
    controls(text)
  );
}

/** Letters; the Arabic letter mark stands among them and is none. */
const rightToLeft = /[\u0590-\u061B\u061D-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

function bidirectional(text: string, isProse: boolean): Hidden | undefined {
  const control = /[\u202A-\u202E\u2066-\u2069]/.exec(text)?.[0];
  if (control !== undefined && !(isProse && rightToLeft.test(text) && isBalanced(text))) {
    return { rule: 'bidirectional', severity: 'high', what: `${pointOf(control)} reorders what is shown` };
  }
  const mark = /[\u200E\u200F\u061C]/.exec(text)?.[0];
  if (mark === undefined || rightToLeft.test(text)) return undefined;
  return { rule: 'bidirectional', severity: 'medium', what: `the invisible direction mark ${pointOf(mark)}` };
}

/** Every embedding or isolate is closed, in order, on its own line. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if (/[\u202A\u202B\u202D\u202E]/.test(character)) open.push('\u202C');
    else if (/[\u2066-\u2068]/.test(character)) open.push('\u2069');
    else if (/[\u202C\u2069]/.test(character) && open.pop() !== character) return false;
  }
  return open.length === 0;
}

/** Flags of regions are a black flag and tag letters, closed by a cancel tag; any other tag is invisible text. */
function tags(text: string): Hidden | undefined {
  const rest = text.replace(/\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/gu, '');
  const found = /[\u{E0000}-\u{E007F}]/u.exec(rest)?.[0];
  return found === undefined
    ? undefined
    : { rule: 'tags', severity: 'high', what: 'invisible tag characters, which spell out text to machines' };
}

function selectors(text: string): Hidden | undefined {
  const selector = '[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]';
  const suspicious = new RegExp(
    `${selector}{2,}|(?<![#*0-9])(?<=[\\p{ASCII}${unvaried}])${selector}|(?<=[#*0-9])${selector}(?!\\u20E3)|^${selector}`,
    'u',
  );
  return suspicious.test(text)
    ? { rule: 'tags', severity: 'high', what: 'variation selectors that select nothing and can carry data' }
    : undefined;
}

const point = (code: number) => String.raw`\u{${code.toString(16)}}`;
const between = (from: number, to: number) => `${point(from)}-${point(to)}`;
const scriptsOf = (...names: readonly string[]) =>
  names.map((name) => String.raw`\p{Script=${name}}`).join('');

/** Scripts whose letters have no variants to select: a selector behind one selects nothing. */
const unvaried = scriptsOf(
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Armenian',
  'Georgian',
  'Thai',
  'Devanagari',
  'Hangul',
  'Hiragana',
  'Katakana',
);

/** The joiners inside emoji: families, professions, hearts and flags. */
const emojiPart = String.raw`\p{Extended_Pictographic}${between(0x1f3fb, 0x1f3ff)}`;
const emojiEnd = `${point(0xfe0f)}${point(0x20e3)}`;
const joined = new RegExp(
  `(?:[${emojiPart}]|[${emojiEnd}])${point(0x200d)}(?=[${emojiPart}\u2640\u2642\u2695\u2696\u2708])`,
  'gu',
);
/** The joiners of scripts whose letters connect. */
const joinedLetters = new RegExp(
  `(?:[${scriptsOf('Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Mongolian')}]|\\p{M})[${between(0x200c, 0x200d)}${point(0x180e)}]`,
  'gu',
);
/** The breaks of scripts that write no spaces. */
const unspaced = `[${scriptsOf('Thai', 'Khmer', 'Lao', 'Myanmar')}]`;
const brokenWords = new RegExp(`(?<=${unspaced})${point(0x200b)}|${point(0x200b)}(?=${unspaced})`, 'gu');

const zeroWidths = new RegExp(
  `[${between(0x200b, 0x200d)}${point(0x2060)}${point(0x180e)}${point(0xfeff)}]`,
  'u',
);

function zeroWidth(text: string, isFirstLine: boolean): Hidden | undefined {
  const start = isFirstLine && text.startsWith('\uFEFF') ? 1 : 0;
  const rest = text.slice(start).replace(joined, '').replace(joinedLetters, '').replace(brokenWords, '');
  const found = zeroWidths.exec(rest)?.[0];
  if (found === undefined) return undefined;
  return { rule: 'zero-width', severity: 'medium', what: `the zero-width character ${pointOf(found)}` };
}

/** Blank letters and marks: Hangul fillers, Braille blank, grapheme joiner, soft hyphen, Khmer vowels, invisible operators. */
const fillerCodes = [
  0x3164, 0xffa0, 0x115f, 0x1160, 0x2800, 0x034f, 0x00ad, 0x17b4, 0x17b5, 0x2061, 0x2062, 0x2063, 0x2064,
];
const fillerCharacters = new RegExp(`[${fillerCodes.map(point).join('')}]`, 'u');
const proseFillers = new Set(['\u00AD', '\u034F', '\u2800', '\u2061', '\u2062', '\u2063', '\u2064']);
const lineBreaks = /[\u2028\u2029\u0085]/;
const oddSpaces = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;

function fillers(text: string, isProse: boolean): Hidden | undefined {
  const filler = fillerCharacters.exec(text)?.[0];
  if (filler !== undefined && !(isProse && proseFillers.has(filler)) && !isLawfulFiller(text, filler)) {
    return { rule: 'filler', severity: 'medium', what: `the blank character ${pointOf(filler)}` };
  }
  if (isProse) return undefined;
  const lineBreak = lineBreaks.exec(text)?.[0];
  if (lineBreak !== undefined)
    return { rule: 'filler', severity: 'medium', what: `the line break ${pointOf(lineBreak)} inside a line` };
  const space = oddSpaces.test(text) ? oddSpaces.exec(outsideText(text))?.[0] : undefined;
  return space === undefined
    ? undefined
    : { rule: 'filler', severity: 'low', what: `the unusual blank ${pointOf(space)} in code` };
}

function isLawfulFiller(text: string, filler: string): boolean {
  if (/[\u3164\uFFA0\u115F\u1160]/.test(filler))
    return /[\uAC00-\uD7AF\u1100-\u115E\u1161-\u11FF]/.test(text);
  return /[\u17B4\u17B5]/.test(filler) && /\p{Script=Khmer}/u.test(text.replace(/[\u17B4\u17B5]/g, ''));
}

/**
 * The line without comments and the contents of strings, where people write prose. Strangers choose the line, so each
 * pattern reads it once: a backslash belongs to one alternative only, and escapes outside of a string begin none.
 */
function outsideText(text: string): string {
  return text
    .replace(/(["'`])(?:\\.|(?!\1)[^\\])*\1|\\./g, (found, quote) => (quote === undefined ? found : ''))
    .replace(/(\/\/|#|\/\*|<!--|^\s*\*)[\s\S]*$/, '')
    .replace(/>[^<>]*</g, '><');
}

function controls(text: string): Hidden | undefined {
  // eslint-disable-next-line no-control-regex
  const found = /[\u0000-\u0008\u000B\u000E-\u001F\u007F-\u0084\u0086-\u009F]|\r(?=.)/.exec(text)?.[0];
  return found === undefined
    ? undefined
    : { rule: 'control', severity: 'medium', what: `the control character ${pointOf(found)}` };
}

function lookAlike(text: string, whole: string, isProse: boolean): Hidden | undefined {
  const found = lookAlikeIn(text, whole, isProse);
  return found === undefined
    ? undefined
    : {
        rule: 'look-alike',
        severity: 'high',
        what: `${code(found.token)} is written with ${found.script} letters that look like Latin ones`,
      };
}

function pointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
