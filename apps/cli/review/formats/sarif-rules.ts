import { catalogue } from '#agents/analysis/rules/catalogue.ts';
import { explain, fenced, summaryOf } from '#agents/analysis/rules/rule-info.ts';
import { severities, type Finding, type Severity } from '#agents/contract.ts';

/** A `reportingDescriptor` of SARIF 2.1.0, with what GitHub's code scanning shows of it. */
export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: {
    readonly tags: readonly string[];
    readonly precision: 'very-high' | 'high' | 'medium' | 'low';
    readonly 'problem.severity': 'error' | 'warning' | 'recommendation';
    readonly 'security-severity'?: string;
  };
}

export type SarifLevel = 'error' | 'warning' | 'note';

export const levels: Readonly<Record<Severity, SarifLevel>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Inside the ranges that GitHub calls critical, high, medium and low. */
const securityScores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '1.0',
};

const problemWords = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

/** GitHub refuses longer descriptions. */
const maxDescriptionCharacters = 1_024;

/** The rules that the findings name, each once, in the order of their first finding. */
export function sarifRules(findings: readonly Finding[]): readonly SarifRule[] {
  return [...Map.groupBy(findings, (finding) => finding.rule)].map(([id, group]) => toRule(id, group));
}

function toRule(id: string, findings: readonly Finding[]): SarifRule {
  const texts = textsOf(id, findings);
  const severity = worst(findings);
  const level = levels[severity];
  const cwe = findings.find((finding) => finding.cwe !== undefined)?.cwe;
  const category = findings[0]?.category ?? 'correctness';
  const isSecurity = category !== 'correctness' && category !== 'maintainability';
  return {
    id,
    name: id.replaceAll(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: clip(texts.title) },
    fullDescription: { text: clip(texts.why) },
    help: { text: texts.help, markdown: texts.help },
    defaultConfiguration: { level },
    properties: {
      tags: [...new Set([category, ...(isSecurity ? ['security'] : []), ...cweTags(cwe)])],
      precision: precisionOf(Math.max(...findings.map((finding) => finding.confidence))),
      'problem.severity': problemWords[level],
      ...(isSecurity ? { 'security-severity': securityScores[severity] } : {}),
    },
  };
}

interface RuleTexts {
  readonly title: string;
  readonly why: string;
  readonly help: string;
}

/** A model's remarks have no rule: they speak through what they are, and a rule unknown here through its first finding. */
function textsOf(id: string, findings: readonly Finding[]): RuleTexts {
  const rule = catalogue.get(id);
  if (rule) {
    const examples = rule.entries.slice(1).map(({ example, languages }) => fenced(example, languages[0]));
    return {
      title: summaryOf(rule),
      why: rule.why,
      help: [explain(rule.entries[0] ?? rule), ...examples].join('\n\n'),
    };
  }
  if (id.startsWith('model/')) {
    const title = `A model's remark on ${id.slice('model/'.length)}`;
    const why =
      'Written by a model that read the change, on top of the deterministic rules. Check it before acting on it.';
    return { title, why, help: why };
  }
  const detail = findings[0]?.detail ?? id;
  return { title: id, why: detail.split('\n\n', 1)[0] ?? detail, help: detail };
}

function worst(findings: readonly Finding[]): Severity {
  return severities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'info';
}

/** `CWE-89` as code scanning wants it: `external/cwe/cwe-089`. */
function cweTags(cwe: string | undefined): readonly string[] {
  const number = /\d+/.exec(cwe ?? '')?.[0];
  return number === undefined ? [] : [`external/cwe/cwe-${number.padStart(3, '0')}`];
}

function precisionOf(confidence: number): SarifRule['properties']['precision'] {
  if (confidence >= 0.9) return 'very-high';
  if (confidence >= 0.75) return 'high';
  return confidence >= 0.5 ? 'medium' : 'low';
}

function clip(text: string): string {
  return text.length <= maxDescriptionCharacters ? text : `${text.slice(0, maxDescriptionCharacters - 1)}…`;
}
