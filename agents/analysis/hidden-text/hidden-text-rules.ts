import type { Severity } from '#agents/contract.ts';
import type { RuleInfo } from '../rules/rule-info.ts';

function hiddenText(name: string, title: string, severity: Severity): RuleInfo {
  return {
    id: `hidden-text/${name}`,
    title: `Hidden text: ${title}`,
    category: 'security',
    cwe: 'CWE-1007',
    severity,
    confidence: 0.9,
    languages: [],
    why: 'What reviewers see differs from what machines read: instructions, code or another name can stand here unseen.',
    instead: 'Delete the characters, or write them as escapes where they are meant.',
    example: String.raw`const zeroWidthSpace = '\u200B';`,
  };
}

export const hiddenTextRules = {
  bidirectional: hiddenText('bidirectional', 'a direction control reorders what is shown', 'high'),
  tags: hiddenText('tags', 'invisible characters that spell out text to machines', 'high'),
  'zero-width': hiddenText('zero-width', 'a character without width', 'medium'),
  filler: hiddenText('filler', 'a blank that is no blank, or a line break inside a line', 'medium'),
  control: hiddenText('control', 'a control character', 'medium'),
  decoder: hiddenText('decoder', 'code that runs what it reads out of characters', 'critical'),
  'look-alike': hiddenText('look-alike', 'letters of another script that look like Latin ones', 'high'),
} as const;

export type HiddenTextKind = keyof typeof hiddenTextRules;
