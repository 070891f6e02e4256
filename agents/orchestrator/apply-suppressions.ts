import type { Finding, SuppressedFinding } from '../contract.ts';

/** A contest that is in force, as far as a report needs it. */
export interface Suppression {
  readonly scope: 'finding' | 'path' | 'rule';
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string | undefined;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601; absent while the pull request lives. */
  readonly until?: string;
  /** Somebody who maintains the repository said or confirmed it. */
  readonly isMaintainers: boolean;
}

/**
 * Takes out of a report's findings what was contested, and keeps each with who said so and until when: it stays listed.
 * A critical credential stays a finding unless a maintainer said otherwise, whatever else is recorded.
 */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedFinding[] } {
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const match = suppressions.find((suppression) => covers(suppression, finding));
    if (!match) {
      kept.push(finding);
      continue;
    }
    const { scope, by, reason, until } = match;
    suppressed.push({ finding, scope, by, reason, ...(until === undefined ? {} : { until }) });
  }
  return { findings: kept, suppressed };
}

export const isCriticalSecret = ({ category, severity }: Pick<Finding, 'category' | 'severity'>): boolean =>
  category === 'secret' && severity === 'critical';

function covers(suppression: Suppression, finding: Finding): boolean {
  if (isCriticalSecret(finding) && !suppression.isMaintainers) return false;
  if (suppression.scope === 'finding') return suppression.fingerprint === finding.fingerprint;
  if (suppression.rule !== finding.rule) return false;
  return suppression.scope === 'rule' || suppression.path === finding.location?.path;
}
