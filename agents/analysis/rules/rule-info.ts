import type { Finding, Severity } from '#agents/contract.ts';

/** What a rule of any family says of itself: shown in findings, in `docs/RULES.md` and in SARIF. */
export interface RuleInfo {
  /** `family/fault`. One id may stand in several lists: the same fault in other languages, each with its own example. */
  readonly id: string;
  /** One line; `{sink}` and `{source}` are filled from the place that is found. */
  readonly title: string;
  /** The fault without a place, where the title alone does not tell it. */
  readonly summary?: string;
  readonly category: Finding['category'];
  /** `CWE-` and a number. */
  readonly cwe?: string;
  readonly severity: Severity;
  /** 0 to 1. */
  readonly confidence: number;
  /** Ids of `changes/language-of.ts`, or the technology of a configuration; empty for a rule about files of any kind. */
  readonly languages: readonly string[];
  /** What goes wrong, as a sentence or two: what an attacker does, or what a user meets. */
  readonly why: string;
  /** What to write instead, as an imperative sentence. */
  readonly instead: string;
  /** The safe form, in the first of the languages. */
  readonly example: string;
}

/** One line about the fault as such, for lists of rules. */
export function summaryOf({ title, summary }: Pick<RuleInfo, 'title' | 'summary'>): string {
  return summary ?? title.replaceAll(/`?\{\w+\}`?/g, '…');
}

/** Names that highlighters know where they differ from the language's id. */
const fences: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'js',
  terraform: 'hcl',
  'github-actions': 'yaml',
  'gitlab-ci': 'yaml',
  compose: 'yaml',
  helm: 'yaml',
  spring: 'yaml',
  kubernetes: 'yaml',
};

/** Code as a CommonMark block; without a language it is plain text. */
export function fenced(text: string, language?: string): string {
  return `\`\`\`${fences[language ?? ''] ?? language ?? ''}\n${text}\n\`\`\``;
}

/** The detail of a finding, and the help of its rule: what goes wrong, what to write instead, the safe form. CommonMark. */
export function explain({
  why,
  instead,
  example,
  languages,
}: Pick<RuleInfo, 'why' | 'instead' | 'example' | 'languages'>): string {
  return [why, instead, fenced(example, languages[0])].join('\n\n');
}
