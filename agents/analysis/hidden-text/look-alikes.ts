import { escapeRegExp } from '../flow/functions.ts';

/** Code points of other scripts by the Latin letter they look the same as (Unicode TR39). */
const lookAlikes: Readonly<Record<string, readonly number[]>> = {
  a: [0x0430],
  b: [0x042c, 0x0253],
  c: [0x0441, 0x03f2],
  d: [0x0501],
  e: [0x0435, 0x04bd],
  g: [0x0581, 0x0261],
  h: [0x04bb, 0x0570],
  i: [0x0456, 0x0131],
  j: [0x0458, 0x03f3],
  l: [0x04cf],
  n: [0x0578, 0x043f],
  o: [0x043e, 0x03bf, 0x0585],
  p: [0x0440, 0x03c1],
  q: [0x051b, 0x0566],
  r: [0x0433],
  s: [0x0455],
  u: [0x057d, 0x03c5],
  v: [0x0475, 0x03bd],
  w: [0x051d, 0x0461],
  x: [0x0445, 0x03c7],
  y: [0x0443, 0x04af],
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
 * reading is a name of the same file.
 */
export function lookAlikeIn(line: string, whole: string): LookAlike | undefined {
  for (const [token] of line.matchAll(/[\p{L}\p{N}_$]+/gu)) {
    const script = scripts.find(([, pattern]) => pattern.test(token))?.[0];
    if (script !== undefined && isDisguised(token, whole)) return { token, script };
  }
  return undefined;
}

/** Letters beyond Latin and its extensions. */
const firstForeign = '\u0250';
/** Full-width and mathematical letters: forms of Latin ones. */
const letterForms = /[\uFF21-\uFF5A\u{1D400}-\u{1D7FF}]/u;

function isDisguised(token: string, whole: string): boolean {
  const letters = Array.from(token.matchAll(/\p{L}/gu), ([letter]) => letter);
  const foreign = letters.filter((letter) => letter >= firstForeign);
  if (!foreign.every((letter) => twins.has(letter) || letterForms.test(letter))) return false;
  return letters.length - foreign.length >= minLatin || readsLikeName(token, whole);
}

/** One Latin letter beside Greek ones is a formula. */
const minLatin = 2;
/** Shorter words of other scripts read like Latin ones by chance. */
const minReadingChars = 4;

function readsLikeName(token: string, whole: string): boolean {
  const reading = token.replace(/./gu, (letter) => twins.get(letter) ?? letter.normalize('NFKC'));
  if (reading.length < minReadingChars || !/^[\w$]+$/.test(reading)) return false;
  return new RegExp(`(?<![\\w$])${escapeRegExp(reading)}(?![\\w$])`).test(whole);
}
