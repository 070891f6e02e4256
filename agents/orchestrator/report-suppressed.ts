import type { SuppressedFinding } from '../contract.ts';
import { codeSpan, inlineText } from './markdown-text.ts';
import { amount } from './report-words.ts';

const maxListed = 30;
const scopes: Readonly<Record<SuppressedFinding['scope'], string>> = {
  finding: 'this finding',
  path: 'this rule in this file',
  rule: 'this rule in the repository',
};

/** What was found and is not counted, because somebody contested it: who, how far, until when. */
export function suppressedSection(suppressed: readonly SuppressedFinding[] = []): readonly string[] {
  if (suppressed.length === 0) return [];
  const rows = suppressed.slice(0, maxListed).map(({ finding, scope, by, reason, until }) => {
    const { location, rule, severity, title } = finding;
    const place = location ? ` ${codeSpan(`${location.path}:${location.line}`)}` : '';
    const end = until === undefined ? 'while this pull request lives' : `until ${until.slice(0, 10)}`;
    return `- ${severity}: ${inlineText(title)}${place} (${codeSpan(rule)}): ${scopes[scope]}, by ${inlineText(by)}, ${end}: ${inlineText(reason)}`;
  });
  const rest = suppressed.length - rows.length;
  return [
    `#### Suppressed (${suppressed.length})\n\n${[...rows, ...(rest > 0 ? [`- and ${amount(rest, 'more')}`] : [])].join('\n')}`,
  ];
}
