import { isSameRemark } from '#agents/judge/merge-findings.ts';
import { severities, type Finding } from '../contract.ts';

/**
 * The findings of all agents, worst first. What two agents say about one place and category is told once, by the
 * graver of the two; what one agent says twice about a place stays, because they are two things.
 */
export function combineFindings(findings: readonly Finding[]): readonly Finding[] {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings.toSorted(byWeight)) {
    const path = finding.location?.path ?? '';
    const kept = byPath.get(path) ?? [];
    const index = kept.findIndex((known) => isTold(known, finding));
    const known = kept[index];
    if (!known) kept.push(finding);
    // What a rule proves and a model of another agent says too is borne out twice.
    else if (known.evidence === 'rule' && finding.evidence === 'model')
      kept[index] = { ...known, alsoFoundBy: 'model' };
    byPath.set(path, kept);
  }
  return [...byPath.values()].flat().toSorted(byPlace);
}

function isTold(known: Finding, finding: Finding): boolean {
  if (known.fingerprint === finding.fingerprint) return isSamePlace(known, finding);
  return known.agent !== finding.agent && isSameRemark(known, finding);
}

/** The same text twice in a file has one fingerprint and two places. */
function isSamePlace(left: Finding, right: Finding): boolean {
  return left.location?.line === right.location?.line && left.location?.side === right.location?.side;
}

function byWeight(left: Finding, right: Finding): number {
  return (
    rank(left) - rank(right) ||
    Number(left.evidence === 'model') - Number(right.evidence === 'model') ||
    right.confidence - left.confidence
  );
}

function byPlace(left: Finding, right: Finding): number {
  return (
    rank(left) - rank(right) ||
    compareTexts(left.location?.path ?? '', right.location?.path ?? '') ||
    (left.location?.line ?? 0) - (right.location?.line ?? 0) ||
    compareTexts(left.rule, right.rule)
  );
}

function rank(finding: Finding): number {
  return severities.indexOf(finding.severity);
}

/** By code unit: the same order on every machine. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
