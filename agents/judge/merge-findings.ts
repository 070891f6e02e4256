import type { Finding } from '../contract.ts';

type Located = Pick<Finding, 'location' | 'category' | 'evidence' | 'alsoFoundBy'>;

/**
 * One finding per place and category: what a rule found stands, is said to be seen by the model too, and the model's
 * remark on the same lines goes; of several remarks of the model on one place the first, its worst, stays.
 */
export function mergeFindings<Item extends Located>(
  byRules: readonly Item[],
  byModel: readonly Item[],
): readonly Item[] {
  const merged = [...byRules];
  for (const finding of byModel) {
    const index = merged.findIndex((known) => isSameRemark(known, finding));
    const known = merged[index];
    if (known === undefined) merged.push(finding);
    else if (known.evidence === 'rule') merged[index] = { ...known, alsoFoundBy: 'model' };
  }
  return merged;
}

/** The same file, side and category, and lines that overlap. */
export function isSameRemark(
  left: Pick<Finding, 'location' | 'category'>,
  right: Pick<Finding, 'location' | 'category'>,
): boolean {
  if (topicOf(left.category) !== topicOf(right.category)) return false;
  if (!left.location || !right.location) return false;
  const [a, b] = [left.location, right.location];
  if (a.path !== b.path || a.side !== b.side) return false;
  return a.line <= (b.endLine ?? b.line) && b.line <= (a.endLine ?? a.line);
}

/** A credential in code is `secret` to a rule and `security` to a model: one remark to its reader. */
function topicOf(category: Finding['category']): Finding['category'] {
  return category === 'secret' ? 'security' : category;
}
