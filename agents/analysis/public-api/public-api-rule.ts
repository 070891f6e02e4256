import type { RuleInfo } from '../rules/rule-info.ts';
import { syntaxLanguages } from '../syntax/parse-source.ts';

export const publicApiRule: RuleInfo = {
  id: 'maintainability/public-api',
  title: 'A change breaks those who use the package',
  category: 'maintainability',
  cwe: 'CWE-1059',
  severity: 'low',
  confidence: 0.7,
  languages: [...syntaxLanguages, 'python', 'go', 'java', 'csharp', 'rust'],
  why: 'The file is part of what the package offers: code outside of this repository that uses it stops working with the next version.',
  instead: 'Keep the old form beside the new one and mark it as deprecated, or raise the major version.',
  example: '/** @deprecated Use `parseOrder`. */\nexport const readOrder = parseOrder;',
};

/** The same in other languages. */
export const safeForms: Readonly<Record<string, Pick<RuleInfo, 'languages' | 'example'>>> = {
  python: { languages: ['python'], example: 'read_order = parse_order  # deprecated: use parse_order' },
  go: {
    languages: ['go'],
    example:
      '// Deprecated: use ParseOrder.\nfunc ReadOrder(text string) (Order, error) { return ParseOrder(text) }',
  },
  java: {
    languages: ['java'],
    example: '@Deprecated\npublic Order readOrder(String text) { return parseOrder(text); }',
  },
  csharp: {
    languages: ['csharp'],
    example: '[Obsolete("Use ParseOrder")]\npublic Order ReadOrder(string text) => ParseOrder(text);',
  },
  rust: {
    languages: ['rust'],
    example:
      '#[deprecated(note = "use parse_order")]\npub fn read_order(text: &str) -> Order { parse_order(text) }',
  },
};
