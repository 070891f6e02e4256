import { runChecks } from '../code/run-checks.ts';
import type { CodeFile } from '../code/code-file.ts';
import type { Language } from '../code/language.ts';
import type { RuleFor } from '../rules/define-rule.ts';
import { rules } from '../rules/registry.ts';
import type { RuleInfo } from '../rules/rule-info.ts';
import { codeFaults } from './code-faults.ts';
import { languages } from './registry.ts';

/** A rule about one language that is read through a grammar. */
export type CodeRule = RuleFor<CodeFile>;

/** What a fault is, whatever the language: told with TypeScript's rules, or here where TypeScript has none. */
const faults = new Map<string, RuleInfo>([...codeFaults, ...rules].map((rule) => [rule.id, rule]));

/** Every rule about these languages: one for each language that knows the fault, with the safe form in that language. */
export const codeRules: readonly CodeRule[] = Object.values(languages).flatMap((language) =>
  [...new Set(language.checks.map(({ rule }) => rule))].map((id) => codeRule(id, language)),
);

function codeRule(id: string, language: Language): CodeRule {
  const fault = faults.get(id);
  const form = language.safeForms[id];
  if (fault === undefined || form === undefined) throw new Error(`${language.id} lacks the texts of ${id}`);
  const { example, instead } = typeof form === 'string' ? { example: form } : form;
  return {
    ...fault,
    languages: [language.id],
    example,
    instead: instead ?? fault.instead,
    side: id.includes('removed-') ? 'old' : 'new',
    inTests: fault.category === 'correctness',
    find: (file) => runChecks(id, fault.severity, file),
  };
}
