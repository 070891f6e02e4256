import type { Change } from '#agents/contract.ts';
import type { Family } from '../analyse.ts';
import { complexityRule } from '../complexity.ts';
import { technologies } from '../configuration/registry.ts';
import { dependencyRules } from '../dependencies/dependency-rules.ts';
import { duplicationRule } from '../duplication.ts';
import { hiddenTextRules } from '../hidden-text/hidden-text-rules.ts';
import { codeRules } from '../languages/code-rules.ts';
import { secretRules } from '../secrets/secret-rules.ts';
import { isCodeLanguage, isParsedLanguage } from '../syntax/parse-source.ts';
import { rules } from './registry.ts';
import type { RuleInfo } from './rule-info.ts';

/** Ids of the rules of these families that have something to look at in a change, each once. */
export function rulesFor(changes: readonly Change[], wanted: ReadonlySet<Family>): readonly string[] {
  if (changes.length === 0) return [];
  const languages = new Set(
    changes.flatMap(({ language, headText }) =>
      headText !== undefined && isParsedLanguage(language) ? [language] : [],
    ),
  );
  const isRead = (rule: RuleInfo) => rule.languages.some((each) => languages.has(each as never));
  const hasAdded = changes.some(({ addedLines }) => addedLines.size > 0);
  const isScript = [...languages].some((language) => !isCodeLanguage(language));
  const byFamily: Readonly<Record<Family, () => readonly RuleInfo[]>> = {
    security: () =>
      [...rules, ...codeRules].filter((rule) => rule.category !== 'correctness' && isRead(rule)),
    correctness: () =>
      [...rules, ...codeRules].filter((rule) => rule.category === 'correctness' && isRead(rule)),
    secrets: () => (hasAdded ? secretRules : []),
    dependencies: () => dependencyRules,
    configuration: () =>
      technologies.filter((each) => changes.some(isOf(each))).flatMap((each) => each.rules),
    maintainability: () => [
      ...(isScript ? [complexityRule] : []),
      ...(languages.size > 0 ? [duplicationRule] : []),
    ],
    'hidden-text': () => Object.values(hiddenTextRules),
  };
  return [...new Set([...wanted].flatMap((family) => byFamily[family]()).map(({ id }) => id))];
}

const isOf =
  ({ matches }: (typeof technologies)[number]) =>
  ({ path, headText }: Change): boolean =>
    headText !== undefined && matches(path, headText);
