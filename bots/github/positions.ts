/** Lines of a file's diff that can carry a comment, each with the index of its hunk. Line numbers are 1-based. */
export interface Places {
  readonly old: ReadonlyMap<number, number>;
  readonly new: ReadonlyMap<number, number>;
}

/** Reads a patch as GitHub gives it: hunks without file headers. */
export function placesOf(patch: string): Places {
  const places = { old: new Map<number, number>(), new: new Map<number, number>() };
  let hunk = -1;
  let oldLine = 0;
  let newLine = 0;
  for (const line of patch.split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (header) {
      hunk += 1;
      oldLine = Number(header[1]);
      newLine = Number(header[2]);
      continue;
    }
    if (line.startsWith('-') || line.startsWith(' ')) places.old.set(oldLine++, hunk);
    if (line.startsWith('+') || line.startsWith(' ')) places.new.set(newLine++, hunk);
  }
  return places;
}

export interface Range {
  readonly side: 'old' | 'new';
  readonly line: number;
  readonly endLine?: number | undefined;
}

/** Where a review comment goes, in GitHub's words. */
export interface Anchor {
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number;
  readonly start_line?: number;
  readonly start_side?: 'LEFT' | 'RIGHT';
}

/**
 * The anchor of a range, or undefined when GitHub would refuse it. A range that leaves its hunk is anchored at its
 * first line alone, and is not `exact`: a suggestion would replace the wrong lines.
 */
export function anchorOf(places: Places, range: Range): { anchor: Anchor; exact: boolean } | undefined {
  const hunks = places[range.side];
  const hunk = hunks.get(range.line);
  if (hunk === undefined) return undefined;
  const side = range.side === 'old' ? 'LEFT' : 'RIGHT';
  const endLine = range.endLine ?? range.line;
  if (endLine <= range.line) return { anchor: { side, line: range.line }, exact: endLine === range.line };
  if (hunks.get(endLine) !== hunk) return { anchor: { side, line: range.line }, exact: false };
  return { anchor: { side, line: endLine, start_line: range.line, start_side: side }, exact: true };
}
