import { describe, expect, it } from 'vitest';
import { reviewSource } from '../cases/review-source.ts';

export interface ConfigurationCase {
  /** Texts with the fault, in different styles. */
  readonly faulty: readonly string[];
  /** Near to the faulty ones, and nothing to report. */
  readonly safe: readonly string[];
  /** Before and after: the protection is reported on the old side. */
  readonly removed?: readonly (readonly [base: string, head: string])[];
  /** Before and after with nothing to report. */
  readonly kept?: readonly (readonly [base: string, head: string])[];
  readonly path?: string;
}

/** Holds a table of rules to their cases: each fault is told by its rule, once, and not again while it stays; no safe twin is told by any. */
export function holdConfigurationCases(
  path: string,
  cases: Readonly<Record<string, ConfigurationCase>>,
): void {
  for (const [rule, one] of Object.entries(cases)) {
    const reviewed = { path: one.path ?? path, families: ['configuration'] } as const;
    describe(rule, () => {
      it.each(named(one.faulty))('reports %s', async (_, source) => {
        const findings = await reviewSource(source, reviewed);
        expect(findings.map((finding) => finding.rule)).toContain(rule);
        const commented = await reviewSource(`# A comment.\n${source}`, { ...reviewed, base: source });
        expect(commented).toEqual([]);
      });
      it.each(named(one.safe))('stays silent on %s', async (_, source) => {
        const findings = await reviewSource(source, reviewed);
        expect(findings.map(({ rule: found, title }) => `${found}: ${title}`)).toEqual([]);
      });
      it.each(one.removed ?? [])('reports what is gone from %j', async (base, head) => {
        const findings = await reviewSource(head, { ...reviewed, base });
        expect(findings.map(({ rule: found, location }) => [found, location?.side])).toEqual([[rule, 'old']]);
      });
      it.each(one.kept ?? [])('stays silent between %j and its new form', async (base, head) => {
        const findings = await reviewSource(head, { ...reviewed, base });
        expect(findings.map(({ rule: found, title }) => `${found}: ${title}`)).toEqual([]);
      });
    });
  }
}

/** Each text behind its name on one line. */
function named(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.map((text) => [JSON.stringify(text), text]);
}
