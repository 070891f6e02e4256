import { hunkHeader, type Hunk } from './line-diff.ts';

export type Side = 'LEFT' | 'RIGHT';

/** Where a line of a file stands in its patch. */
export interface DiffPlace {
  readonly side: Side;
  /** 1-based in the version of `side`. */
  readonly line: number;
  readonly hunkIndex: number;
  /** Lines below the first `@@` of the file: GitHub's older way to name a place. */
  readonly position: number;
  readonly lineIndex: number;
}

/** Every place a review comment may point to: RIGHT added and context lines, LEFT deleted and context lines. */
export interface DiffPlaces {
  at(side: Side, line: number): DiffPlace | undefined;
  /** A context line answers as RIGHT. */
  atPosition(position: number): DiffPlace | undefined;
}

export function placesOf(hunks: readonly Hunk[]): DiffPlaces {
  const bySide = { LEFT: new Map<number, DiffPlace>(), RIGHT: new Map<number, DiffPlace>() };
  const byPosition = new Map<number, DiffPlace>();
  let position = 0;
  for (const [hunkIndex, hunk] of hunks.entries()) {
    // Headers of later hunks count as a position; the first one is position 0.
    if (hunkIndex > 0) position++;
    const next = { LEFT: hunk.oldStart, RIGHT: hunk.newStart };
    for (const [lineIndex, text] of hunk.lines.entries()) {
      position++;
      for (const side of sidesOf(text)) {
        const line = next[side]++;
        const place = { side, line, hunkIndex, position, lineIndex };
        bySide[side].set(line, place);
        byPosition.set(position, place);
      }
    }
  }
  return {
    at: (side, line) => bySide[side].get(line),
    atPosition: (wanted) => byPosition.get(wanted),
  };
}

/** The hunk from its header to the line: what a comment shows above itself. */
export function diffHunkTo(hunks: readonly Hunk[], place: DiffPlace): string {
  const hunk = hunks[place.hunkIndex];
  return hunk ? [hunkHeader(hunk), ...hunk.lines.slice(0, place.lineIndex + 1)].join('\n') : '';
}

function sidesOf(text: string): readonly Side[] {
  if (text.startsWith('+')) return ['RIGHT'];
  if (text.startsWith('-')) return ['LEFT'];
  return text.startsWith(' ') ? ['LEFT', 'RIGHT'] : [];
}
