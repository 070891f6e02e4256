import { structuredPatch } from 'diff';

/** One `@@` section. `lines` carry their prefix: space, `+`, `-`, or `\` for a missing newline at the end. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The nearest line above that looks like the start of a function, as git prints it after `@@`. */
  readonly heading: string;
  readonly lines: readonly string[];
}

const contextLines = 3;
/** Past this many changed lines the shortest diff costs seconds; one hunk over the whole change is as true. */
const maxEditLength = 2_000;
const noNewline = '\\ No newline at end of file';

/**
 * The hunks between two texts with git's three lines of context. Compared as bytes (Latin-1), so that invalid
 * UTF-8 and carriage returns count as what they are; decoded as UTF-8 afterwards.
 */
export function diffLines(before: Uint8Array, after: Uint8Array): Hunk[] {
  const oldText = Buffer.from(before).toString('latin1');
  const newText = Buffer.from(after).toString('latin1');
  if (oldText === newText) return [];
  const oldLines = splitLines(oldText);
  const patch = structuredPatch('', '', oldText, newText, '', '', { context: contextLines, maxEditLength });
  const hunks = patch?.hunks ?? [replacementHunk(oldLines, splitLines(newText))];
  return hunks.map((hunk) => ({
    oldStart: hunk.oldStart,
    oldLines: hunk.oldLines,
    newStart: hunk.newStart,
    newLines: hunk.newLines,
    heading: decode(headingBefore(oldLines, hunk.oldStart - 1)),
    lines: hunk.lines.map(decode),
  }));
}

/** The text of hunks as GitHub gives it: no file headers, no newline at the end. */
export function formatHunks(hunks: readonly Hunk[]): string {
  return hunks.flatMap((hunk) => [hunkHeader(hunk), ...hunk.lines]).join('\n');
}

export function hunkHeader(hunk: Hunk): string {
  const range = `@@ -${formatRange(hunk.oldStart, hunk.oldLines)} +${formatRange(hunk.newStart, hunk.newLines)} @@`;
  return hunk.heading === '' ? range : `${range} ${hunk.heading}`;
}

function formatRange(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? String(start) : `${start},${count}`;
}

/** Lines with their newline; the last may have none. */
function splitLines(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => `${line}\n`);
  return last === '' ? ended : [...ended, last];
}

/** Everything between the common beginning and the common end, removed and added as one piece. */
function replacementHunk(oldLines: readonly string[], newLines: readonly string[]): Omit<Hunk, 'heading'> {
  const shorter = Math.min(oldLines.length, newLines.length);
  let prefix = 0;
  while (prefix < shorter && oldLines[prefix] === newLines[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && oldLines.at(-1 - suffix) === newLines.at(-1 - suffix)) suffix++;

  const start = Math.max(0, prefix - contextLines);
  const oldEnd = Math.min(oldLines.length, oldLines.length - suffix + contextLines);
  const newEnd = Math.min(newLines.length, newLines.length - suffix + contextLines);
  const lines = [
    ...oldLines.slice(start, prefix).map((line) => ` ${line}`),
    ...oldLines.slice(prefix, oldLines.length - suffix).map((line) => `-${line}`),
    ...newLines.slice(prefix, newLines.length - suffix).map((line) => `+${line}`),
    ...oldLines.slice(oldLines.length - suffix, oldEnd).map((line) => ` ${line}`),
  ];
  return {
    oldStart: start + 1,
    oldLines: oldEnd - start,
    newStart: start + 1,
    newLines: newEnd - start,
    lines: lines.flatMap((line) => (line.endsWith('\n') ? [line.slice(0, -1)] : [line, noNewline])),
  };
}

/** Git's default rule: a line that starts with a letter, `_` or `$`, cut at 80 bytes. */
function headingBefore(lines: readonly string[], end: number): string {
  for (let index = end - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    if (/^[A-Za-z_$]/.test(line)) return line.slice(0, 80).trimEnd();
  }
  return '';
}

function decode(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
