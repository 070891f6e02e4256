import { escapeRegExp } from '../flow/functions.ts';

/** Code points of other scripts by the Latin letter they look the same as (Unicode TR39). */
const lookAlikes: Readonly<Record<string, readonly number[]>> = {
  a: [0x0430, 0x03b1],
  b: [0x042c, 0x0253],
  c: [0x0441, 0x03f2],
  d: [0x0501],
  e: [0x0435, 0x04bd],
  g: [0x0581, 0x0261],
  h: [0x04bb, 0x0570],
  i: [0x0456, 0x0131, 0x03b9],
  j: [0x0458, 0x03f3],
  k: [0x043a, 0x03ba],
  l: [0x04cf],
  m: [0x043c],
  n: [0x0578, 0x043f],
  o: [0x043e, 0x03bf, 0x0585],
  p: [0x0440, 0x03c1],
  q: [0x051b, 0x0566],
  r: [0x0433],
  s: [0x0455],
  u: [0x057d, 0x03c5],
  v: [0x0475, 0x03bd],
  w: [0x051d, 0x0461],
  t: [0x0442, 0x03c4],
  x: [0x0445, 0x03c7],
  y: [0x0443, 0x04af, 0x03b3],
  A: [0x0410, 0x0391, 0x13aa],
  B: [0x0412, 0x0392, 0x13f4],
  C: [0x0421, 0x03f9, 0x13df],
  E: [0x0415, 0x0395, 0x13ac],
  H: [0x041d, 0x0397, 0x13bb],
  I: [0x0406, 0x0399],
  J: [0x0408, 0x13ab],
  K: [0x041a, 0x039a, 0x13e6],
  L: [0x13de],
  M: [0x041c, 0x039c, 0x13b7],
  N: [0x039d],
  O: [0x041e, 0x039f],
  P: [0x0420, 0x03a1, 0x13e2],
  S: [0x0405, 0x13da],
  T: [0x0422, 0x03a4, 0x13a2],
  V: [0x13d9],
  W: [0x13b3],
  X: [0x0425, 0x03a7],
  Y: [0x04ae, 0x03a5],
  Z: [0x0396, 0x13c3],
};

const twins: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([latin, codes]) =>
    codes.map((code) => [String.fromCodePoint(code), latin] as const),
  ),
);

const scripts = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['full-width', /[\uFF21-\uFF3A\uFF41-\uFF5A]/],
  ['mathematical', /[\u{1D400}-\u{1D7FF}]/u],
] as const;

export interface LookAlike {
  readonly token: string;
  readonly script: string;
}

/**
 * A name that mixes Latin letters with twins from another script, or whose every letter is a twin and whose Latin
 * reading is a name of the same file, a host, or one that programs live by.
 */
export function lookAlikeIn(line: string, whole: string, isProse: boolean): LookAlike | undefined {
  // Japanese and Chinese prose has full-width letters of its own right.
  const isEastAsian = isProse && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line);
  for (const match of line.matchAll(/[\p{L}\p{N}_$]+/gu)) {
    const [token] = match;
    const script = scriptOf(token);
    if (script === undefined || (isEastAsian && script === 'full-width')) continue;
    const rest = line.slice(match.index + token.length);
    const isTaken = isProse ? isDisguised(token, minLatin) : isTakenInCode(token, script);
    if (isTaken || readsLikeName(token, whole) || isHost(token, rest)) return { token, script };
  }
  return undefined;
}

function isTakenInCode(token: string, script: string): boolean {
  return isDisguised(token, script === 'Greek' ? minLatin : 1) || isLivedBy(token);
}

function scriptOf(token: string): string | undefined {
  return scripts.find(([, pattern]) => pattern.test(token))?.[0];
}

/** Letters beyond Latin and its extensions. */
const firstForeign = '\u0250';
/** Full-width and mathematical letters: forms of Latin ones. */
const letterForms = /[\uFF21-\uFF5A\u{1D400}-\u{1D7FF}]/u;

/** Symbols of formulas: `cosα` is meant, `vαlue` is not. */
const symbols = /[\u03B1\u03B3\u03B9\u03BA\u03BD\u03C1\u03C4\u03C5\u03C7]/u;
const inside = /[A-Za-z][\u03B1-\u03C9]+[A-Za-z]/u;

function isDisguised(token: string, fewestLatin: number): boolean {
  if (symbols.test(token) && !inside.test(token) && !scripts[0][1].test(token)) return false;
  const letters = Array.from(token.matchAll(/\p{L}/gu), ([letter]) => letter);
  const foreign = letters.filter((letter) => letter >= firstForeign);
  return letters.length - foreign.length >= fewestLatin && foreign.every(isTwin);
}

function isTwin(letter: string): boolean {
  return twins.has(letter) || letterForms.test(letter);
}

/** One Latin letter beside Greek ones is a formula, and in prose a slip. */
const minLatin = 2;
/** Shorter words of other scripts read like Latin ones by chance. */
const minReadingChars = 4;

/** The Latin reading of a token of twins only; undefined where a letter is none. */
function readingOf(token: string): string | undefined {
  const letters = Array.from(token.matchAll(/\p{L}/gu), ([letter]) => letter);
  if (letters.length === 0 || !letters.every((letter) => letter >= firstForeign && isTwin(letter)))
    return undefined;
  const reading = token.replace(/./gu, (letter) => twins.get(letter) ?? letter.normalize('NFKC'));
  return /^[\w$]+$/.test(reading) ? reading : undefined;
}

function readsLikeName(token: string, whole: string): boolean {
  const reading = readingOf(token);
  if (reading === undefined || reading.length < minReadingChars) return false;
  return new RegExp(`(?<![\\w$])${escapeRegExp(reading)}(?![\\w$])`).test(whole);
}

function isHost(token: string, rest: string): boolean {
  return /^\.(com|org|net|io|dev|app|co|ai|cloud|info)\b/.test(rest) && readingOf(token) !== undefined;
}

/** Names that a reader takes for granted. */
const livedBy = new Set(
  'exec eval spawn require import process console admin user username password secret token name type null true false self this class return scope access role roles root sudo state status source cookie session proxy express axios react isAdmin isUser'.split(
    ' ',
  ),
);

function isLivedBy(token: string): boolean {
  const reading = readingOf(token);
  return reading !== undefined && livedBy.has(reading);
}
