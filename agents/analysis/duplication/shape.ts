/** A text as what a copy of it keeps when somebody renames things in it: one code for each token. */
export interface Shape {
  /** A UTF-16 unit for each token: made of its text, or of its kind where copies differ. Compares by substrings. */
  readonly codes: string;
  /** By token: the name that a copy may have replaced; empty for all others. */
  readonly names: readonly string[];
  /** By token, 1-based. */
  readonly lines: readonly number[];
}

/**
 * Reads a text of any of the languages with a grammar. Names of variables and types, texts and numbers may differ in a
 * copy; keywords, properties and what is called do not.
 */
export function shapeOf(text: string, language: string | undefined): Shape {
  const codes: number[] = [];
  const names: string[] = [];
  const lines: number[] = [];
  let line = 1;
  let counted = 0;
  for (const { written, name, index } of tokensOf(text, language)) {
    line += lineEnds(text, counted, index);
    counted = index;
    codes.push(name === '' ? codeOf(written) : nameCode);
    names.push(name);
    lines.push(line);
  }
  return { codes: joined(codes), names, lines };
}

interface Token {
  readonly written: string;
  /** Where a copy may have another. */
  readonly name: string;
  readonly index: number;
}

function* tokensOf(text: string, language: string | undefined): Generator<Token> {
  const pattern = language === 'python' || language === 'ruby' ? hashTokens : slashTokens;
  const open: string[] = [];
  let before = '';
  for (const { 0: written, 1: comment, 2: literal, 3: name = '', index } of text.matchAll(pattern)) {
    if (comment !== undefined) continue;
    if ('([{'.includes(written)) open.push(written);
    if (')]}'.includes(written)) open.pop();
    const mayBeKey = open.at(-1) === '{' && (before === '{' || before === ',');
    before = written;
    const free = isRenamed(text, { at: index, name, mayBeKey }) ? name : '';
    yield { written: literal === undefined ? written : 'literal', name: free, index };
  }
}

/** Where a shape stands in another, as token numbers: the same codes, and each name replaced by one other name throughout. */
export function findShape(part: Shape, whole: Shape): readonly number[] {
  const found: number[] = [];
  for (let at = whole.codes.indexOf(part.codes); at >= 0; at = whole.codes.indexOf(part.codes, at + 1))
    if (isRenaming(part.names, whole.names, at)) found.push(at);
  return found;
}

/** How many different tokens it is made of: a table repeats a few. */
export function varietyOf({ codes }: Shape): number {
  return new Set(codes).size;
}

/** What is never closed ends with its line or the text: searched for again from each place, it would cost the square. */
const comment = '\\/\\*[\\s\\S]*?(?:\\*\\/|$)|\\/\\/[^\\n]*';
const literal =
  '"""[\\s\\S]*?(?:"""|$)|\'\'\'[\\s\\S]*?(?:\'\'\'|$)|"(?:[^"\\\\\\n]|\\\\.)*"?|\'(?:[^\'\\\\\\n]|\\\\.)*\'?|' +
  '`(?:[^`\\\\]|\\\\[\\s\\S])*`?|\\b\\d[\\w.]*';
const slashTokens = new RegExp(`(${comment})|(${literal})|([\\p{L}_$][\\p{L}\\p{N}_$]*)|[^\\s;]`, 'gu');
const hashTokens = new RegExp(`(#[^\\n]*)|(${literal})|([\\p{L}_$][\\p{L}\\p{N}_$]*)|[^\\s;]`, 'gu');

const keywords = new Set(
  (
    'if else elif for while do return function const let var new await async try catch except finally throw throws raise ' +
    'switch case default break continue in of typeof instanceof null undefined true false this super yield delete void ' +
    'def self cls None True False and or not is lambda with as pass func go defer range nil map chan struct select ' +
    'class interface enum type import from export static final public private fn impl match mut ref pub use unless end nil then'
  ).split(' '),
);

/** Behind a dot, called, or a key: a copy that does the same keeps it. */
function isRenamed(
  text: string,
  { at, name, mayBeKey }: { readonly at: number; readonly name: string; readonly mayBeKey: boolean },
): boolean {
  if (name === '' || keywords.has(name) || /[.>:@]/.test(text[at - 1] ?? '')) return false;
  let next = at + name.length;
  while (text[next] === ' ') next += 1;
  return text[next] !== '(' && !(mayBeKey && text[next] === ':');
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const nameCode = 1;

/** Two tokens of one code would have to stand in the same place of two long texts that are alike otherwise. */
function codeOf(text: string): number {
  let hash = 7;
  for (let at = 0; at < text.length; at += 1) hash = (hash * 31 + text.charCodeAt(at)) & 0xffff;
  return hash === nameCode ? 2 : hash;
}

const piece = 8_192;

function joined(codes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < codes.length; at += piece)
    text += String.fromCharCode(...codes.slice(at, at + piece));
  return text;
}

function isRenaming(names: readonly string[], others: readonly string[], at: number): boolean {
  const forth = new Map<string, string>();
  const back = new Map<string, string>();
  return names.every((name, index) => {
    const other = others[at + index] ?? '';
    if (name === '' || other === '') return name === other;
    const isSame = (forth.get(name) ?? other) === other && (back.get(other) ?? name) === name;
    forth.set(name, other);
    back.set(other, name);
    return isSame;
  });
}
