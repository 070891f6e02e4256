import type { HunkLine } from '../contract.ts';
import { spellHidden } from './spell-hidden.ts';

/** Longer lines are minified code or data: their end is not shown, and the file counts as judged in part. */
export const maxShownLineCharacters = 400;

/** A hunk, or a part of a long one, as the model reads it: every line carries its number, and removed lines are marked as old. */
export interface NumberedHunk {
  readonly path: string;
  readonly text: string;
  /** The text of the lines that are shown, by their number. */
  readonly shown: { readonly old: ReadonlyMap<number, string>; readonly new: ReadonlyMap<number, string> };
  /** False when a line was cut. */
  readonly whole: boolean;
}

/** Which part of a hunk that is too long for one call. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** Names a line of one side of a file, for the set of lines that must not leave. */
export function lineKey(path: string, side: 'old' | 'new', line: number): string {
  return `${side}:${line}:${path}`;
}

/** `withheld` holds the `lineKey`s of lines with credentials: the model reads that they exist, not what they say. */
export function numberLines(
  path: string,
  lines: readonly HunkLine[],
  withheld: ReadonlySet<string>,
  part?: Part,
): NumberedHunk {
  const shown = { old: new Map<number, string>(), new: new Map<number, string>() };
  let whole = true;
  const rows = lines.map((line) => {
    const side = line.kind === 'removed' ? 'old' : 'new';
    const number = (side === 'old' ? line.oldLine : line.newLine) ?? 0;
    if (withheld.has(lineKey(path, side, number))) {
      return `${marker(line, number)} [withheld: a credential stands here]`;
    }
    const text = spellHidden(line.text);
    shown[side].set(number, text);
    if (text.length <= maxShownLineCharacters) return `${marker(line, number)} ${text}`;
    whole = false;
    return `${marker(line, number)} ${text.slice(0, maxShownLineCharacters)} …[cut]`;
  });
  const piece = part === undefined ? '' : ` (part ${part.number} of ${part.of} of a long hunk)`;
  const header = `@@ old ${span(lines.map((line) => line.oldLine))}, new ${span(lines.map((line) => line.newLine))} @@${piece}`;
  return { path, text: [header, ...rows].join('\n'), shown, whole };
}

function marker(line: HunkLine, number: number): string {
  if (line.kind === 'removed') return `old ${String(number).padStart(5)} -`;
  return `    ${String(number).padStart(5)} ${line.kind === 'added' ? '+' : ' '}`;
}

function span(numbers: readonly (number | undefined)[]): string {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? 'none' : `${known[0]}-${known.at(-1)}`;
}
