import { describe, expect, it } from 'vitest';
import { reviewSource } from './review-source.ts';

export interface RuleCase {
  /** Sources with the fault, in different styles. */
  readonly faulty: readonly string[];
  /** Safe twins: near to the faulty ones, and nothing to report. */
  readonly safe: readonly string[];
  readonly path?: string;
}

/** Holds a table of rules to their cases: every faulty source is reported by the rule, no safe twin by any rule of its kind. */
export function holdRuleCases(cases: Readonly<Record<string, RuleCase>>): void {
  for (const [rule, { faulty, safe, path }] of Object.entries(cases)) {
    const reviewed = {
      ...(path === undefined ? {} : { path }),
      families: [rule.startsWith('security/') ? 'security' : 'correctness'],
    } as const;
    describe(rule, () => {
      it.each(faulty)('reports %s', async (source) => {
        const findings = await reviewSource(source, reviewed);
        expect(findings.map((finding) => finding.rule)).toContain(rule);
      });
      it.each(safe)('stays silent on %s', async (source) => {
        const findings = await reviewSource(source, reviewed);
        expect(findings.map(({ rule: found, title }) => `${found}: ${title}`)).toEqual([]);
      });
    });
  }
}
