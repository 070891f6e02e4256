import type { RuleInfo } from '#agents/analysis/rules/rule-info.ts';

const shared = {
  category: 'security',
  cwe: 'CWE-1427',
  languages: [],
  example: 'Adds the form for new accounts. Steps to test: run `npm start`.',
} as const satisfies Partial<RuleInfo>;

/** Text that strangers wrote for the eyes of a machine. Whatever it says, nothing here obeys it. */
export const strangersRules = {
  hidden: {
    ...shared,
    id: 'security/hidden-instructions',
    title: 'Instructions that people do not see',
    severity: 'high',
    confidence: 0.9,
    why: 'Somebody wrote instructions for a reviewer or a model where no person sees them. AMAS does not follow them, but another tool that reads this text may.',
    instead: 'Remove them, and ask whoever put them there what they are for.',
  },
  visible: {
    ...shared,
    id: 'security/instructions-to-reviewers',
    title: 'Instructions to a reviewer or a model',
    severity: 'medium',
    confidence: 0.7,
    why: 'This text tells a reviewer or a model what to do or to leave out. AMAS does not follow it, but another tool that reads this text may.',
    instead: 'Say what the change does; leave the judgement to those who review it.',
  },
} as const satisfies Readonly<Record<string, RuleInfo>>;
