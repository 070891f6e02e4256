import { createHash } from 'node:crypto';
import { catalogue } from '#agents/analysis/rules/catalogue.ts';
import type { RuleInfo } from '#agents/analysis/rules/rule-info.ts';

/** The same for the same rules: a review under other rules cannot go on from this one. */
export function digestOfRules(rules: Iterable<RuleInfo>): string {
  const hash = createHash('sha256');
  for (const { id, severity, confidence, languages, category } of rules)
    hash.update(`${JSON.stringify([id, severity, confidence, languages, category])}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** Of the rules that this AMAS has. */
export const rulesDigest = digestOfRules([...catalogue.values()].flatMap(({ entries }) => entries));
