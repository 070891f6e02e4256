import type { RuleInfo } from '../rules/rule-info.ts';
import { syntaxLanguages } from '../syntax/parse-source.ts';

export const publicApiRule: RuleInfo = {
  id: 'maintainability/public-api',
  title: 'A change breaks those who use the package',
  category: 'maintainability',
  cwe: 'CWE-1059',
  severity: 'low',
  confidence: 0.7,
  languages: [...syntaxLanguages, 'python'],
  why: 'The file is part of what the package offers: code outside of this repository that uses it stops working with the next version.',
  instead: 'Keep the old form beside the new one and mark it as deprecated, or raise the major version.',
  example: '/** @deprecated Use `parseOrder`. */\nexport const readOrder = parseOrder;',
};
