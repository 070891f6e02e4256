import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';

/** What the answers of a model amounted to so far. */
export interface Tally {
  findings: NewFinding[];
  notes: string[];
  /** Files that were not judged in full, with the first reason why. */
  gaps: Map<string, string>;
  /** Hunks that no call read in full, by the path of their file. */
  leftHunks: Map<string, Set<number>>;
  /** Calls made. */
  steps: number;
  answered: number;
  misplaced: number;
  misquoted: number;
  unsupported: number;
  repeated: number;
  nitpicks: number;
  surplus: number;
  /** Sentences taken out of remarks that stayed. */
  claims: number;
}

export function emptyTally(): Tally {
  return {
    findings: [],
    notes: [],
    gaps: new Map(),
    leftHunks: new Map(),
    steps: 0,
    answered: 0,
    misplaced: 0,
    misquoted: 0,
    unsupported: 0,
    repeated: 0,
    nitpicks: 0,
    surplus: 0,
    claims: 0,
  };
}

/** One sentence for each reason for which something that the model said is not told. */
export function droppedNotes(tally: Tally): string[] {
  const reasons: [number, string][] = [
    [tally.misplaced, 'pointed at lines that are not in the change'],
    [tally.misquoted, 'quoted something else than the line they pointed at'],
    [tally.unsupported, 'rested on versions, CVEs or dates that the change does not show'],
    [tally.repeated, 'repeated the same sentence at more places'],
    [tally.nitpicks, 'were of low weight and too many'],
    [tally.surplus, 'were more than one review may hold'],
  ];
  const dropped = reasons
    .filter(([count]) => count > 0)
    .map(([count, reason]) => `Remarks of the model that ${reason} were dropped: ${count}.`);
  if (tally.claims === 0) return dropped;
  return [
    ...dropped,
    `Sentences of the model about versions, CVEs or dates that the change does not show were removed: ${tally.claims}.`,
  ];
}
