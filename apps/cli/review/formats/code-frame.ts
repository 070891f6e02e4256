import type { Location } from '#agents/contract.ts';
import { spellHidden } from '#agents/judge/spell-hidden.ts';
import type { Colors } from '../../terminal.ts';
import type { LineText } from './line-texts.ts';

const contextLines = 2;
const maxMarkedLines = 8;

/** The lines a finding points at, with their numbers and two lines around them. Empty when their text is unknown. */
export function codeFrame(
  location: Location,
  textOf: LineText,
  style: { readonly colors: Colors; readonly columns: number },
): readonly string[] {
  const { path, side, line, endLine = line } = location;
  const lastMarked = Math.min(endLine, line + maxMarkedLines - 1);
  const numbers: number[] = [];
  for (let number = line - contextLines; number <= lastMarked + contextLines; number += 1)
    numbers.push(number);
  const shown = numbers.flatMap((number) => {
    const text = textOf(path, side, number);
    return text === undefined ? [] : [{ number, text }];
  });
  const width = String(shown.at(-1)?.number ?? 0).length;
  return shown.map(({ number, text }) => {
    const isMarked = number >= line && number <= lastMarked;
    const gutter = `${isMarked ? '>' : ' '} ${String(number).padStart(width)} │ `;
    const code = clip(spellHidden(text.replaceAll('\t', '  ')), Math.max(20, style.columns - gutter.length));
    return isMarked ? style.colors.red(gutter) + code : style.colors.dim(gutter + code);
  });
}

function clip(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}
