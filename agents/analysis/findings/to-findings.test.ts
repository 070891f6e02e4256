import { describe, expect, it } from 'vitest';
import type { Spotted } from './spotted.ts';
import { toFindings } from './to-findings.ts';

const spotted = (rule: string, fields: Partial<Spotted> = {}): Spotted => ({
  rule,
  path: 'src/a.ts',
  side: 'new',
  line: 3,
  identity: 'exec(x)',
  severity: 'high',
  category: 'security',
  title: `About ${rule}`,
  detail: 'What goes wrong.',
  confidence: 0.9,
  ...fields,
});

const onOneLine = [
  spotted('security/eval', { severity: 'critical' }),
  spotted('security/command-injection'),
  spotted('correctness/lost-error', { severity: 'low', category: 'correctness' }),
];

describe('several findings on one line', () => {
  it('are told by the gravest, which names the others', () => {
    const [only, ...more] = toFindings(onOneLine);
    expect(more).toEqual([]);
    expect(only?.rule).toBe('security/eval');
    expect(only?.detail).toContain('- About security/command-injection\n- About correctness/lost-error');
  });

  it('of which the gravest is switched off are told by the next, and the other hides none of them', () => {
    const findings = toFindings(onOneLine, ({ rule }) => rule === 'security/eval');
    expect(findings.map(({ rule }) => rule)).toEqual(['security/command-injection', 'security/eval']);
    expect(findings[0]?.detail).toContain('Also on this line');
    expect(JSON.stringify(findings[0])).not.toContain('security/eval');
  });

  it('keep their fingerprints whatever is switched off', () => {
    const fingerprints = (off: string) =>
      new Map(toFindings(onOneLine, ({ rule }) => rule === off).map((each) => [each.rule, each.fingerprint]));
    const [one, other] = [fingerprints('security/eval'), fingerprints('security/command-injection')];
    expect(one.get('security/eval')).toBe(other.get('security/eval'));
    expect(one.get('security/command-injection')).toBe(other.get('security/command-injection'));
  });
});
