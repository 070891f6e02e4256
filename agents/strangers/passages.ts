import { decodedPieces } from './decoded-pieces.ts';
import { findOrder, orderPoints, type Order } from './find-orders.ts';
import { hiddenPieces, type HiddenPiece } from './hidden-pieces.ts';

/** A place in a text where somebody speaks to a reviewer or a model. */
export interface Passage extends Order {
  /** What it says, decoded where it was encoded. */
  readonly text: string;
  /** Lines of the text, 1-based and inclusive. */
  readonly line: number;
  readonly endLine: number;
  /** How it is hidden from a reader; undefined for what everybody sees. */
  readonly hiddenHow?: string;
  /** It stands in quotation marks, code or a quotation: shown, not said. */
  readonly isQuoted: boolean;
}

export interface PassageOptions {
  /** Hides text by markup: Markdown and HTML. */
  readonly isMarkup: boolean;
}

/** What is longer is searched only so far: nobody can be made to read it either. */
const maxSearchedCharacters = 400_000;
/** Orders run over a few lines; those of one place count together. */
const linesTogether = 6;
/** Somebody who encodes what he wants to be done betrays himself by less. */
const pointsWhenEncoded = 2;

/** Finds the places of a text that give orders, hidden ones first. */
export function passagesOf(text: string, { isMarkup }: PassageOptions): readonly Passage[] {
  const searched = text.slice(0, maxSearchedCharacters);
  const lineAt = lineNumbers(searched);
  const pieces = [
    ...(isMarkup ? hiddenPieces(searched) : []).map((piece) => ({ piece, least: orderPoints })),
    ...decodedPieces(searched).map((piece) => ({ piece, least: pointsWhenEncoded })),
  ];
  const hidden = pieces.flatMap(({ piece, least }) => {
    const order = orderIn(piece, least);
    return order ? [toPassage(order, piece, lineAt)] : [];
  });
  const isTaken = (line: number) => hidden.some((passage) => passage.line <= line && line <= passage.endLine);
  return [...hidden, ...plainPassages(withoutPieces(searched, pieces), isTaken)];
}

/** A decoded text may be encoded again, or hide something itself. */
function orderIn(piece: HiddenPiece, least: number): Order | undefined {
  const own = findOrder(piece.text, piece.isFolded ? orderPoints : least);
  if (own) return own;
  return decodedPieces(piece.text)
    .map((inner) => findOrder(inner.text, pointsWhenEncoded))
    .find((order) => order !== undefined);
}

function toPassage(order: Order, piece: HiddenPiece, lineAt: (index: number) => number): Passage {
  return {
    ...order,
    text: piece.text.trim(),
    line: lineAt(piece.from),
    endLine: lineAt(Math.max(piece.from, piece.to - 1)),
    // What is folded can be seen, and is quoted there by dependency bots.
    ...(piece.isFolded ? {} : { hiddenHow: piece.how }),
    isQuoted: false,
  };
}

/** Same length and lines, with hidden pieces blanked: what is hidden is not found a second time as plain text. */
function withoutPieces(text: string, pieces: readonly { readonly piece: HiddenPiece }[]): string {
  return pieces
    .filter(
      ({ piece }) =>
        !piece.isFolded && piece.how !== 'in letters moved by thirteen' && piece.how !== 'written backwards',
    )
    .reduce(
      (rest, { piece: { from, to } }) =>
        rest.slice(0, from) + rest.slice(from, to).replaceAll(/[^\n]/g, ' ') + rest.slice(to),
      text,
    );
}

function plainPassages(text: string, isTaken: (line: number) => boolean): readonly Passage[] {
  const lines = text.split('\n');
  const quotedLines = linesInFences(lines);
  const found: Passage[] = [];
  let from = 0;
  while (from < lines.length) {
    const last = Math.min(lines.length, from + linesTogether);
    const passage = passageIn(lines, { from, last }, quotedLines);
    if (passage && !isTaken(passage.line)) found.push(passage);
    // Windows overlap by half, so that an order on their border is whole in one.
    from = passage ? Math.max(passage.endLine, from + 1) : from + linesTogether / 2;
  }
  return found;
}

interface Window {
  /** Indices of lines, `last` not included. */
  readonly from: number;
  readonly last: number;
}

/** The order in a window, narrowed to the fewest lines that still give it. */
function passageIn(
  lines: readonly string[],
  { from, last }: Window,
  quotedLines: ReadonlySet<number>,
): Passage | undefined {
  const of = (first: number, end: number) => findOrder(lines.slice(first, end).join('\n'));
  if (!of(from, last)) return undefined;
  let [first, end] = [from, last];
  while (end - 1 > first && of(first, end - 1)) end -= 1;
  while (first + 1 < end && of(first + 1, end)) first += 1;
  const order = of(first, end);
  if (!order) return undefined;
  const text = lines.slice(first, end).join('\n').trim();
  const isFenced = quotedLines.has(first) || lines.slice(first, end).every((line) => /^\s*>/.test(line));
  return {
    ...order,
    text,
    line: first + 1,
    endLine: end,
    isQuoted: isFenced || (order.disguise === undefined && isInQuotes(text)),
  };
}

/** The order goes when quotations are taken away: it is a quotation. */
function isInQuotes(text: string): boolean {
  const said = text.replaceAll(
    /`[^`\n]+`|"[^"\n]+"|“[^”\n]+”|«[^»\n]+»|„[^“”\n]+[“”]|(?<!\w)'[^'\n]+'(?!\w)/g,
    ' ',
  );
  return said !== text && findOrder(said) === undefined;
}

function linesInFences(lines: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>();
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) inside.add(index);
    if (mark === undefined) continue;
    if (fence === undefined) fence = mark[0];
    else if (mark.startsWith(fence)) fence = undefined;
  }
  return inside;
}

function lineNumbers(text: string): (index: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (index) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
