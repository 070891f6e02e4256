import type { RuleInfo } from '../rules/rule-info.ts';
import { syntaxLanguages } from '../syntax/parse-source.ts';

export const missingTestRule: RuleInfo = {
  id: 'maintainability/missing-test',
  title: 'A function behaves differently and no test says so',
  category: 'maintainability',
  cwe: 'CWE-1059',
  severity: 'low',
  confidence: 0.6,
  languages: syntaxLanguages,
  why: 'The file has a test, which the change leaves as it was: nothing shows that the new behaviour is the wanted one, and nothing keeps it.',
  instead: 'Add a case that fails without the change.',
  example: "it('ships nothing to a closed account', () => {\n  expect(ship(closed)).toBe(false);\n});",
};
