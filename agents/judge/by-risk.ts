import type { Change, Finding } from '../contract.ts';

/** Path words of code where a mistake costs most. */
const sensitive =
  /auth|login|session|token|crypt|password|secret|permission|access|admin|payment|billing|sql|query|upload|webhook|api|route|controller|middleware/i;
const machinery = /(^|\/)(\.github\/|dockerfile|docker-compose|k8s\/|terraform|nginx)|\.(tf|ya?ml)$/i;
const tests = /(^|\/)(tests?|__tests__|spec|fixtures?|examples?)\/|\.(test|spec)\./i;
const prose = /\.(md|mdx|txt|rst|adoc)$/i;

/** The order in which the model reads files, so that a short budget is spent where it matters. */
export function byRisk(
  changes: readonly Change[],
  known: readonly Pick<Finding, 'location'>[],
): readonly Change[] {
  const suspects = new Set(known.map((finding) => finding.location?.path));
  const ranked = changes.map((change) => ({ change, risk: riskOf(change, suspects.has(change.path)) }));
  ranked.sort((left, right) => right.risk - left.risk || comparePaths(left.change.path, right.change.path));
  return ranked.map(({ change }) => change);
}

function riskOf(change: Change, isSuspect: boolean): number {
  return riskOfFile(change.path, change.addedLines.size + change.removedLines.size) + (isSuspect ? 6 : 0);
}

/** How much a mistake in a file may cost, by its path and by how many of its lines change: higher is riskier. */
export function riskOfFile(path: string, changedLines: number): number {
  let risk = Math.min(Math.log2(1 + changedLines), 8);
  if (sensitive.test(path)) risk += 5;
  if (machinery.test(path)) risk += 3;
  if (tests.test(path)) risk -= 6;
  if (prose.test(path)) risk -= 10;
  return risk;
}

/** By code unit, so that the order is the same in every locale. */
function comparePaths(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
