import { severities, type FileCoverage, type Finding, type Report, type Severity } from '../contract.ts';

/** `2 high, 1 low` over the severities that occur, worst first; empty when nothing was found. */
export function severityCounts(findings: readonly Finding[]): string {
  return severities
    .map((severity) => ({ severity, count: countOf(findings, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');
}

/** `1 file`, `2 files`. */
export function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The files that were not looked at in full, gaps and files beyond a review alike. */
export function unreviewedFiles(report: Report): readonly FileCoverage[] {
  return report.files.filter((file) => file.status !== 'reviewed');
}

/** `4.2 s`, `2 min 5 s` from a minute on, `< 0.1 s` for a moment. */
export function durationText(durationMs: number): string {
  if (durationMs < 100) return '< 0.1 s';
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What a file's coverage says about it, in plain words. */
export function reasonText(file: FileCoverage): string {
  const reason = (file.reason ?? 'no reason given')
    .split(', ')
    .map((part) => plainReasons[part] ?? part)
    .join(', ');
  return file.status === 'partly' ? `looked at in part: ${reason}` : reason;
}

/** ` (3 of 8 hunks)` where a model left out hunks; empty elsewhere. */
export const leftText = ({ hunks }: FileCoverage): string =>
  hunks === undefined ? '' : ` (${hunks.left} of ${amount(hunks.of, 'hunk')} left out)`;

const plainReasons: Readonly<Record<string, string>> = {
  'exact-revert': 'only that it is as before the reverted commit',
  'not-asked': 'not among the paths that were asked for',
  ignored: 'left out by `review.ignore.paths` in `.amas.yml`',
  'too-many-files':
    'not read in full: the change has more files than are read for one review, riskiest first',
  'not-listed-by-github': 'GitHub does not list it, and there were more folders than are read to find it',
  'file-limit': 'more files than `limits.max_files` in `.amas.yml` allows',
  'too-large': 'too large',
  'binary-or-mode-only': 'a binary file, or only its mode changed',
  'not-utf8': 'not UTF-8 text',
  'no-content': 'its content could not be had',
  'no-patch': 'its diff could not be had',
  'malformed-patch': 'its diff could not be read',
  'patch-mismatch': 'its diff and content are of different versions',
  'listed-twice': 'listed twice in the change',
  'time-limit': 'the rules ran out of time',
  malformed: 'not valid in its own format: the rules read what they could',
  'too-intricate': 'too intricate for the rules to follow',
  submodule: 'a submodule: the code it points at is elsewhere',
  symlink: 'a symbolic link',
  lockfile: 'a lock file',
  'model budget': 'the model budget did not reach for all of it',
  'long line': 'the end of an overlong line was not shown to the model',
  'model failed': 'the model could not be asked about it',
  'model refused': 'the model refused to judge it',
  'model answer unusable': 'the answer of the model was unusable',
  deadline: 'the deadline passed before the model had read it',
};

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
