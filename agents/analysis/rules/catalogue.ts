import { complexityRule } from '../complexity.ts';
import { duplicationRule } from '../duplication.ts';
import { missingTestRule } from '../missing-tests/missing-test-rule.ts';
import { publicApiRule } from '../public-api/public-api-rule.ts';
import { deletedProtectionRule } from '../configuration/deleted-protection.ts';
import { configurationRules } from '../configuration/registry.ts';
import { dependencyRules } from '../dependencies/dependency-rules.ts';
import { hiddenTextRules } from '../hidden-text/hidden-text-rules.ts';
import { secretRules } from '../secrets/secret-rules.ts';
import { codeRules } from '../languages/code-rules.ts';
import { strangersRules } from '#agents/strangers/strangers-rules.ts';
import { rules } from './registry.ts';
import type { RuleInfo } from './rule-info.ts';

/** Every list of rules. One that is added here is in `docs/RULES.md` and in SARIF. */
const lists: readonly (readonly RuleInfo[])[] = [
  rules,
  codeRules,
  secretRules,
  dependencyRules,
  configurationRules,
  Object.values(hiddenTextRules),
  Object.values(strangersRules),
  [complexityRule, duplicationRule, missingTestRule, publicApiRule, deletedProtectionRule],
];

/** All entries of one id: the first tells what the rule is about, each has its own example. */
export interface CataloguedRule extends RuleInfo {
  readonly entries: readonly RuleInfo[];
}

/** Every rule once, in the order of the lists. */
export const catalogue: ReadonlyMap<string, CataloguedRule> = new Map(
  [...Map.groupBy(lists.flat(), ({ id }) => id)].map(([id, entries]) => [id, catalogued(entries)]),
);

function catalogued(entries: readonly RuleInfo[]): CataloguedRule {
  const [first] = entries as readonly [RuleInfo, ...RuleInfo[]];
  return { ...first, languages: [...new Set(entries.flatMap(({ languages }) => languages))], entries };
}
