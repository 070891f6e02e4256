import type { Hunk } from './line-diff.ts';

/** Where a line of the old text stands in the new one; `undefined` when it was deleted or changed. */
export function followLine(hunks: readonly Hunk[], line: number): number | undefined {
  let shift = 0;
  for (const hunk of hunks) {
    if (line < hunk.oldStart) break;
    if (line < hunk.oldStart + hunk.oldLines) return insideHunk(hunk, line);
    shift = hunk.newStart + hunk.newLines - hunk.oldStart - hunk.oldLines;
  }
  return line + shift;
}

function insideHunk(hunk: Hunk, line: number): number | undefined {
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  for (const text of hunk.lines) {
    if (oldLine === line && !text.startsWith('+')) return text.startsWith(' ') ? newLine : undefined;
    if (!text.startsWith('+')) oldLine++;
    if (!text.startsWith('-')) newLine++;
  }
  return undefined;
}
