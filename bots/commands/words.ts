/** A word of a command line, and where it ends: what follows may have to stay as it was written. */
export interface Word {
  readonly text: string;
  /** A quoted word is never an option. */
  readonly isQuoted: boolean;
  /** Index just past the word. */
  readonly end: number;
}

export interface Words {
  readonly words: readonly Word[];
  /** The quote that nobody closed; its word runs to the end. */
  readonly openQuote?: '"' | "'";
}

const maxWords = 200;

/**
 * Splits a line as a shell does: spaces part words, `'…'` keeps everything, `"…"` everything but `\"` and `\\`. A quote
 * inside a word is a plain apostrophe: people write "doesn't". Nothing is expanded, so nothing can be injected.
 */
export function splitWords(line: string): Words {
  const words: Word[] = [];
  let at = 0;
  while (words.length < maxWords) {
    while (/\s/.test(line[at] ?? '')) at += 1;
    if (at >= line.length) break;
    const first = line[at];
    if (first !== '"' && first !== "'") {
      const text = /^\S+/.exec(line.slice(at))?.[0] ?? '';
      at += text.length;
      words.push({ text, isQuoted: false, end: at });
      continue;
    }
    const quoted = readQuoted(line, at, first);
    at = quoted.end;
    words.push({ text: quoted.text, isQuoted: true, end: at });
    if (!quoted.isClosed) return { words, openQuote: first };
  }
  return { words };
}

function readQuoted(line: string, start: number, mark: '"' | "'") {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === mark) return { text, end: at + 1, isClosed: true };
    const isEscape = mark === '"' && character === '\\' && /["\\]/.test(line[at + 1] ?? '');
    if (isEscape) at += 1;
    text += line[at] ?? '';
  }
  return { text, end: line.length, isClosed: false };
}
