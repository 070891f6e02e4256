import type { FileCoverage, Report } from '../contract.ts';

export interface RevertInput {
  /** The commit that is taken back. */
  readonly commit: string;
  /** Paths of what it changed. */
  readonly paths: readonly string[];
  /** Files that a review would have left out anyway. */
  readonly left: readonly FileCoverage[];
  readonly notes: readonly string[];
  readonly durationMs: number;
}

/**
 * The report on an exact revert. That it is one was looked at, and nothing else: so it is never called reviewed, and
 * never passes or fails a check.
 */
export function revertReport({ commit, paths, left, notes, durationMs }: RevertInput): Report {
  return {
    conclusion: 'partly-reviewed',
    revertOf: commit,
    files: [...paths.map((path) => ({ path, status: 'partly' as const, reason: 'exact-revert' })), ...left],
    findings: [],
    models: [],
    agents: [],
    notes,
    costUsd: 0,
    durationMs,
  };
}
