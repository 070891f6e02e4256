/** Characters that show nothing, or reorder what is shown: they take words apart for filters only. */
const invisible =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these characters are what this looks for
  /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e01ef}]/gu;

/** Letters of Cyrillic, Greek and others that are drawn like these Latin ones. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'вʙƅь',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еєҽ',
  f: 'ғƒ',
  g: 'ɡցǥ',
  h: 'һнհ',
  i: 'іιıɩӏ',
  j: 'јʝ',
  k: 'кκ',
  l: 'ⅼӏǀ',
  m: 'мᴍ',
  n: 'пոη',
  o: 'оοσօ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦɾ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսц',
  v: 'νѵ',
  w: 'ԝѡω',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢʐ',
};
const latinOf = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) =>
    Array.from(others, (other) => [other, latin] as const),
  ),
);

/** Digits and marks that stand for letters. */
const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
};

/** One text in the forms in which orders are looked for: all in lower case. */
export interface Views {
  /** Words with one blank between them, letters as they were written. */
  readonly plain: string;
  /** The same without accents, for languages that have them: patterns lose theirs as well. */
  readonly bare: string;
  /** The same in Latin letters, whatever alphabet they were borrowed from. */
  readonly latin: string;
  /** As `bare`, with a bar where a clause ends: what stands at its beginning may be an order. */
  readonly clauses: string;
  /** The same, sentence by sentence. */
  readonly sentences: readonly string[];
  /** Letters alone: digits that stand for letters read as such, everything between them gone. */
  readonly squeezed: string;
}

export function viewsOf(text: string): Views {
  const visible = text.replaceAll(invisible, '');
  const split = visible.replaceAll(/(\p{Ll})(\p{Lu}\p{Ll})/gu, '$1 $2').toLowerCase();
  const known = split.normalize('NFKC');
  const bare = withoutAccents(known);
  const latin = Array.from(bare, (character) => latinOf.get(character) ?? character).join('');
  return {
    plain: wordsOf(split),
    bare: wordsOf(bare),
    latin: wordsOf(latin),
    clauses: clausesOf(bare),
    sentences: bare.split(/[.;!?\u3002\uff1b]+(?=\s|$)|\u3002|\n\s*\n/u).map(clausesOf),
    squeezed: Array.from(latin, (character) => leet[character] ?? character)
      .join('')
      .replaceAll(/[^a-z]+/g, ''),
  };
}

/** As `bare` has it: for patterns written with accents. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}+/gu, '')
    .normalize('NFKC');
}

/** True when characters that nobody sees stand between letters. */
export function hasInvisible(text: string): boolean {
  return new RegExp(`[\\p{L}\\p{N}](?:${invisible.source})+[\\p{L}\\p{N}]`, 'u').test(text);
}

function clausesOf(text: string): string {
  return text
    .split(/[.,:;!?\n\u2014\u2013\u2026\u3001\u3002\u060c()]+(?=\s|$)|[\u3001\u3002\u2014\u2013]|\s-+\s|=/u)
    .map(wordsOf)
    .filter((clause) => clause !== '')
    .map((clause) => `${clause} |`)
    .join(' ');
}

function wordsOf(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{M}\p{N}@]+/gu, ' ')
    .replaceAll(/(?<!\p{L})dont(?!\p{L})/gu, 'don t')
    .trim();
}
