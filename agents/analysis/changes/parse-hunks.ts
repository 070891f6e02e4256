import type { Hunk, HunkLine } from '#agents/contract.ts';
import { withoutCarriageReturn } from './lines.ts';

const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

interface Cursor {
  oldLine: number;
  newLine: number;
  oldLeft: number;
  newLeft: number;
}

/**
 * Parses unified hunks without file headers. Strict: counts must fit their lines, hunks must ascend without overlap,
 * nothing may stand between them. Undefined for anything else: a position computed from a doubtful patch points nowhere.
 */
export function parseHunks(patch: string): readonly Hunk[] | undefined {
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const hunks: Hunk[] = [];
  let index = 0;
  let oldEnd = 0;
  let newEnd = 0;
  while (index < lines.length) {
    const opened = openHunk(lines[index] ?? '');
    if (opened === undefined) return undefined;
    if (firstLine(opened.oldStart, opened.oldLines) <= oldEnd) return undefined;
    if (firstLine(opened.newStart, opened.newLines) <= newEnd) return undefined;
    const body = readBody(lines, index + 1, opened);
    if (body === undefined) return undefined;
    hunks.push({ ...opened, lines: body.lines });
    oldEnd = lastLine(opened.oldStart, opened.oldLines);
    newEnd = lastLine(opened.newStart, opened.newLines);
    index = body.next;
  }
  return hunks;
}

function openHunk(line: string): Omit<Hunk, 'lines'> | undefined {
  const match = header.exec(line);
  if (match === null) return undefined;
  const [, oldStart, oldLines, newStart, newLines] = match;
  const hunk = {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines ?? 1),
    newStart: Number(newStart),
    newLines: Number(newLines ?? 1),
  };
  // Line 0 exists only as "before the first line" of a side that has no lines here.
  if (hunk.oldStart === 0 && hunk.oldLines > 0) return undefined;
  if (hunk.newStart === 0 && hunk.newLines > 0) return undefined;
  return hunk.oldLines + hunk.newLines === 0 ? undefined : hunk;
}

/** A side with no lines names the line before it; its first possible line is the next one. */
function firstLine(start: number, count: number): number {
  return count === 0 ? start + 1 : start;
}

function lastLine(start: number, count: number): number {
  return count === 0 ? start : start + count - 1;
}

function readBody(
  lines: readonly string[],
  from: number,
  hunk: Omit<Hunk, 'lines'>,
): { readonly lines: readonly HunkLine[]; readonly next: number } | undefined {
  const body: HunkLine[] = [];
  const cursor: Cursor = {
    oldLine: firstLine(hunk.oldStart, hunk.oldLines),
    newLine: firstLine(hunk.newStart, hunk.newLines),
    oldLeft: hunk.oldLines,
    newLeft: hunk.newLines,
  };
  let index = from;
  while (cursor.oldLeft > 0 || cursor.newLeft > 0 || isNoNewlineMark(lines[index])) {
    const line = lines[index];
    if (line === undefined) return undefined;
    if (isNoNewlineMark(line)) {
      if (body.length === 0) return undefined;
    } else {
      const read = readLine(line, cursor);
      if (read === undefined) return undefined;
      body.push(read);
    }
    index += 1;
  }
  return { lines: body, next: index };
}

function isNoNewlineMark(line: string | undefined): boolean {
  return line?.startsWith('\\ ') ?? false;
}

function readLine(line: string, cursor: Cursor): HunkLine | undefined {
  const text = withoutCarriageReturn(line.slice(1));
  // Some tools strip trailing blanks, so that an empty context line loses its leading space.
  const mark = line === '' || line === '\r' ? ' ' : line[0];
  if (mark === '+' && cursor.newLeft > 0) {
    cursor.newLeft -= 1;
    return { kind: 'added', text, newLine: cursor.newLine++ };
  }
  if (mark === '-' && cursor.oldLeft > 0) {
    cursor.oldLeft -= 1;
    return { kind: 'removed', text, oldLine: cursor.oldLine++ };
  }
  if (mark === ' ' && cursor.oldLeft > 0 && cursor.newLeft > 0) {
    cursor.oldLeft -= 1;
    cursor.newLeft -= 1;
    return { kind: 'context', text, oldLine: cursor.oldLine++, newLine: cursor.newLine++ };
  }
  return undefined;
}
