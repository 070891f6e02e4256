/** Letters of other scripts by the Latin letter they are taken for (Unicode TR39, the ones that look the same). */
const twins: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аａ', 'a'],
    ['Ьɓ', 'b'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еҽ', 'e'],
    ['ցɡ', 'g'],
    ['һհ', 'h'],
    ['іı', 'i'],
    ['јϳ', 'j'],
    ['ӏ', 'l'],
    ['ոп', 'n'],
    ['оοօ', 'o'],
    ['рρ', 'p'],
    ['ԛզ', 'q'],
    ['г', 'r'],
    ['ѕ', 's'],
    ['սυ', 'u'],
    ['ѵν', 'v'],
    ['ԝѡ', 'w'],
    ['хχ', 'x'],
    ['уү', 'y'],
    ['АΑᎪ', 'A'],
    ['ВΒᏴ', 'B'],
    ['СϹᏟ', 'C'],
    ['ЕΕᎬ', 'E'],
    ['НΗᎻ', 'H'],
    ['ІΙ', 'I'],
    ['ЈᎫ', 'J'],
    ['КΚᏦ', 'K'],
    ['Ꮮ', 'L'],
    ['МΜᎷ', 'M'],
    ['Ν', 'N'],
    ['ОΟ', 'O'],
    ['РΡᏢ', 'P'],
    ['ЅᏚ', 'S'],
    ['ТΤᎢ', 'T'],
    ['Ꮩ', 'V'],
    ['Ꮃ', 'W'],
    ['ХΧ', 'X'],
    ['ҮΥ', 'Y'],
    ['ΖᏃ', 'Z'],
  ].flatMap(([letters = '', latin = '']) => [...letters].map((letter) => [letter, latin] as const)),
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
    if (!/[^\u0000-\u024F]/.test(token)) continue;
    const script = scripts.find(([, pattern]) => pattern.test(token))?.[0];
    if (script !== undefined && isDisguised(token, whole)) return { token, script };
  }
  return undefined;
}

function isDisguised(token: string, whole: string): boolean {
  const letters = [...token].filter((letter) => /\p{L}/u.test(letter));
  const foreign = letters.filter((letter) => letter > '\u024F');
  const isTwin = (letter: string) =>
    twins[letter] !== undefined || /[\uFF21-\uFF5A\u{1D400}-\u{1D7FF}]/u.test(letter);
  if (!foreign.every(isTwin)) return false;
  const latin = letters.length - foreign.length;
  if (latin >= 2) return true;
  const reading = token.replace(/./gu, (letter) => twins[letter] ?? letter.normalize('NFKC'));
  return (
    reading.length >= 4 &&
    /^[\w$]+$/.test(reading) &&
    new RegExp(`(?<![\\w$])${reading.replaceAll('$', '\\$')}(?![\\w$])`).test(whole)
  );
}
