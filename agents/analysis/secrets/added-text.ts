import type { Change } from '#agents/contract.ts';

/** The added lines of a file as one text: an empty line stands where the file has others in between. */
export interface AddedText {
  readonly text: string;
  readonly lines: readonly { readonly number: number; readonly text: string; readonly start: number }[];
}

/** A longer line is data: patterns over it cost time and find chance. */
const maxLineChars = 4_000;

export function addedTextOf(change: Change): AddedText {
  const added = change.hunks.flatMap((hunk) => hunk.lines).filter((line) => line.kind === 'added');
  const lines: { number: number; text: string; start: number }[] = [];
  let text = '';
  let last: number | undefined;
  for (const line of added) {
    const number = line.newLine ?? 0;
    if (last !== undefined && number !== last + 1) text += '\n';
    const shown = line.text.length > maxLineChars ? '' : line.text;
    lines.push({ number, text: shown, start: text.length });
    text += `${shown}\n`;
    last = number;
  }
  return { text, lines };
}

/** The line of the new version that an offset of the text lies in. */
export function lineAt({ lines }: AddedText, offset: number): number | undefined {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low]?.number;
}
