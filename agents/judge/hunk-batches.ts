import type { Change, HunkLine } from '../contract.ts';
import { numberLines, type NumberedHunk } from './numbered-hunks.ts';

/** What one model call reads. More context makes every measured model worse, so calls stay small. */
const tokensPerCall = 12_000;

export interface Batch {
  readonly hunks: readonly NumberedHunk[];
}

export interface BatchPlan {
  readonly batches: readonly Batch[];
  /** Files of which at least one hunk, or a part of a line, is in no batch. */
  readonly cutPaths: ReadonlySet<string>;
}

interface OpenBatch {
  hunks: NumberedHunk[];
  tokens: number;
}

/**
 * Packs hunks into at most `calls` batches, files in the given order, each hunk into the first batch with
 * room. What fits nowhere is named in `cutPaths`, never dropped in silence.
 */
export function planBatches(
  changes: readonly Change[],
  calls: number,
  withheld: ReadonlySet<string>,
): BatchPlan {
  const open: OpenBatch[] = [];
  const cutPaths = new Set<string>();
  for (const change of changes) {
    for (const hunk of change.hunks) {
      for (const part of readableParts(change.path, hunk.lines, withheld)) {
        if (!place(open, part, calls) || !part.whole) cutPaths.add(change.path);
      }
    }
  }
  return { batches: open.map(({ hunks }) => ({ hunks })), cutPaths };
}

/** A whole hunk when one call can hold it, else halves of it: a new file is one hunk, however long. */
function readableParts(
  path: string,
  lines: readonly HunkLine[],
  withheld: ReadonlySet<string>,
): readonly NumberedHunk[] {
  const numbered = numberLines(path, lines, withheld);
  if (numbered.tokens <= tokensPerCall || lines.length < 2) return [numbered];
  const middle = Math.ceil(lines.length / 2);
  return [lines.slice(0, middle), lines.slice(middle)].flatMap((half) => readableParts(path, half, withheld));
}

function place(open: OpenBatch[], hunk: NumberedHunk, calls: number): boolean {
  const roomy = open.find((batch) => batch.tokens + hunk.tokens <= tokensPerCall);
  if (roomy) {
    roomy.hunks.push(hunk);
    roomy.tokens += hunk.tokens;
    return true;
  }
  if (open.length >= calls) return false;
  open.push({ hunks: [hunk], tokens: hunk.tokens });
  return true;
}
