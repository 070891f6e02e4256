import { describe, expect, it } from 'vitest';
import type { Finding } from '../contract.ts';
import { applySuppressions, type Suppression } from './apply-suppressions.ts';
import { suppressedSection } from './report-suppressed.ts';

const finding = (values: Partial<Finding> = {}): Finding => ({
  fingerprint: 'f1',
  severity: 'high',
  rule: 'security/sql-injection',
  category: 'security',
  title: 'SQL from a request',
  detail: '',
  location: { path: 'src/a.ts', line: 3, side: 'new' },
  evidence: 'rule',
  confidence: 1,
  agent: 'security',
  ...values,
});
const suppression = (values: Partial<Suppression> = {}): Suppression => ({
  scope: 'finding',
  fingerprint: 'f1',
  rule: 'security/sql-injection',
  path: 'src/a.ts',
  by: 'rosa',
  reason: 'checked above',
  isMaintainers: false,
  ...values,
});
const other = finding({ fingerprint: 'f2', location: { path: 'src/b.ts', line: 1, side: 'new' } });
const foreign = finding({ fingerprint: 'f3', rule: 'security/xss' });

describe('a contest', () => {
  it.each([
    ['finding', ['f2', 'f3', 'f4']],
    ['path', ['f2', 'f3']],
    ['rule', ['f3']],
  ] as const)('with scope %s reaches no further than that', (scope, kept) => {
    const again = finding({ fingerprint: 'f4' });
    const result = applySuppressions([finding(), other, foreign, again], [suppression({ scope })]);
    expect(result.findings.map(({ fingerprint }) => fingerprint)).toEqual(kept);
    expect(result.findings.length + result.suppressed.length).toBe(4);
  });

  it('hides no critical credential unless a maintainer said so', () => {
    const secret = finding({ category: 'secret', severity: 'critical' });
    expect(applySuppressions([secret], [suppression()]).findings).toEqual([secret]);
    expect(applySuppressions([secret], [suppression({ isMaintainers: true })]).findings).toEqual([]);
  });

  it('stays listed with who, why and until when', () => {
    const { suppressed } = applySuppressions(
      [finding()],
      [suppression({ until: '2027-01-01T00:00:00.000Z' })],
    );
    expect(suppressedSection(suppressed).join()).toBe(
      '#### Suppressed (1)\n\n- high: SQL from a request `src/a.ts:3` (`security/sql-injection`): this finding, by rosa, until 2027-01-01: checked above',
    );
    expect(suppressedSection([])).toEqual([]);
  });
});
