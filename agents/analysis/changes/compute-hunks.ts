import { structuredPatch } from 'diff';
import type { Hunk } from '#agents/contract.ts';
import { maxComputedEdits } from './limits.ts';
import { parseHunks } from './parse-hunks.ts';

/** The hunks between two texts, with three lines of context; undefined when they differ too much to be searched. */
export function computeHunks(baseText: string, headText: string): readonly Hunk[] | undefined {
  if (baseText === headText) return [];
  const oneSided = baseText === '' || headText === '';
  const patch = structuredPatch('', '', baseText, headText, '', '', {
    context: 3,
    ...(oneSided ? {} : { maxEditLength: maxComputedEdits }),
  });
  if (patch === undefined) return undefined;
  const text = patch.hunks.map((hunk) => [hunkHeader(hunk), ...hunk.lines].join('\n')).join('\n');
  return parseHunks(text);
}

function hunkHeader(hunk: {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}): string {
  // The library counts from 1 even where a side is empty; unified diffs name the line before.
  const oldStart = hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart;
  const newStart = hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart;
  return `@@ -${oldStart},${hunk.oldLines} +${newStart},${hunk.newLines} @@`;
}
