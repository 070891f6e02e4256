import type { FileCoverage, Outcome } from '../contract.ts';

/** What became of one run of the plan. */
export interface AgentOutcome {
  readonly agent: string;
  readonly status: 'finished' | 'failed' | 'cancelled';
  readonly outcome?: Outcome;
  /** Why it did not finish, in public words. */
  readonly error?: string;
}

/**
 * Reasons that are no shortcoming of a review: nothing in the file is a person's text of this project, or nothing is
 * left of it. Any other reason is a gap. A moved submodule is one: it brings code that nobody looked at.
 */
const beyondReview: ReadonlySet<string> = new Set([
  'binary',
  'deleted',
  'generated',
  'ignored',
  'lockfile',
  'minified',
  'symlink',
  'vendored',
]);

/** True for a file that a review should have looked at in full and did not. */
export function isGap(file: FileCoverage): boolean {
  if (file.status === 'partly') return true;
  return file.status === 'skipped' && !beyondReview.has(file.reason ?? '');
}

/** True when the run gave an answer that its files can count on. */
export function hasAnswered(run: AgentOutcome): boolean {
  return run.status === 'finished' && run.outcome?.kind === 'answered';
}

/** Every file of the change exactly once, reviewed only where every run of the plan looked at it in full. */
export function fileOutcomes(
  changeCoverage: readonly FileCoverage[],
  runs: readonly AgentOutcome[],
): readonly FileCoverage[] {
  const accounts = runs.map((run) => accountOf(run));
  return changeCoverage.map((file) => {
    if (file.status === 'skipped') return file;
    return combine(
      file,
      accounts.map((account) => account(file.path)),
    );
  });
}

type Account = (path: string) => FileCoverage;

function accountOf(run: AgentOutcome): Account {
  if (!hasAnswered(run)) {
    return (path) => ({ path, status: 'skipped', reason: `${run.agent} did not finish` });
  }
  const gaps = new Map(run.outcome?.coverage.map((file) => [file.path, file]));
  return (path) => gaps.get(path) ?? { path, status: 'reviewed' };
}

function combine(file: FileCoverage, accounts: readonly FileCoverage[]): FileCoverage {
  const reasons = [file, ...accounts].flatMap(({ status, reason }) =>
    status === 'reviewed' ? [] : [reason ?? status],
  );
  if (reasons.length === 0) return file;
  const seenByNone = accounts.every((account) => account.status === 'skipped');
  // Of two agents the one that left out more tells how much: what it read at least, the other may not have.
  const [hunks] = accounts
    .flatMap((account) => account.hunks ?? [])
    .toSorted((one, other) => other.left - one.left);
  return {
    path: file.path,
    status: seenByNone ? 'skipped' : 'partly',
    reason: [...new Set(reasons)].join(', '),
    ...(hunks === undefined ? {} : { hunks }),
  };
}
