import { severities, type Finding, type Report, type Severity } from '../contract.ts';

/** The threshold from which findings block; `never` for a review that only informs. */
export type FailOn = Severity | 'never';

export const failOnChoices: readonly FailOn[] = [...severities, 'never'];

/** The words for a finished review in the `Verdict` of `bots/contract.ts`. */
export type ReviewVerdict = 'passed' | 'attention' | 'incomplete' | 'not-done';

/** Findings at the threshold outweigh a gap in the review: they have to be dealt with in any case. */
export function verdictOf(report: Pick<Report, 'conclusion' | 'findings'>, failOn: FailOn): ReviewVerdict {
  if (report.conclusion === 'not-reviewed') return 'not-done';
  if (blockingFindings(report.findings, failOn).length > 0) return 'attention';
  return report.conclusion === 'reviewed' ? 'passed' : 'incomplete';
}

/** The findings at or above the threshold. */
export function blockingFindings(findings: readonly Finding[], failOn: FailOn): readonly Finding[] {
  if (failOn === 'never') return [];
  const threshold = severities.indexOf(failOn);
  return findings.filter((finding) => severities.indexOf(finding.severity) <= threshold);
}
