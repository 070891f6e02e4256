import type { Change } from '#agents/contract.ts';

/** The lines of a text as git counts them: split at LF only, no empty line after a final LF, one trailing CR dropped. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(withoutCarriageReturn);
}

/** A CRLF file and its LF twin compare equal line by line. */
export function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Lines of the new version directly behind which the change removes others. */
export function removedBehind({
  hunks,
  removedLines,
}: Pick<Change, 'hunks' | 'removedLines'>): ReadonlySet<number> {
  const found = new Set<number>();
  if (removedLines.size === 0) return found;
  for (const { lines, newStart } of hunks) {
    let last = newStart - 1;
    for (const { kind, newLine } of lines) {
      if (kind === 'removed') found.add(last);
      else last = newLine ?? last;
    }
  }
  return found;
}

/** Lines of the new version that are added, or stand directly before what is removed. */
export function touchedLines(
  change: Pick<Change, 'hunks' | 'addedLines' | 'removedLines'>,
): ReadonlySet<number> {
  const { addedLines } = change;
  const before = removedBehind(change);
  return before.size === 0 ? addedLines : new Set([...addedLines, ...before]);
}
