import { rules as presetRules } from '@secretlint/secretlint-rule-preset-recommend';
import { describe, expect, it } from 'vitest';
import { presetKinds } from '../secrets/secret-rules.ts';
import { catalogue } from './catalogue.ts';

const entries = [...catalogue.values()].flatMap((rule) =>
  rule.entries.map((entry) => [rule.id, entry] as const),
);

describe('the catalogue of rules', () => {
  it.each(entries)('%s says what goes wrong, what to write instead, and shows it', (id, rule) => {
    expect(id).toMatch(/^[a-z-]+\/[a-z\d-]+$/);
    expect(rule.title).toMatch(/^\S[^\n]*[^.\s]$/);
    expect(rule.why).toMatch(/[.!]$/);
    expect(rule.instead).toMatch(/[.!]$/);
    expect(rule.example).not.toBe('');
    expect(rule.cwe ?? 'CWE-1').toMatch(/^CWE-\d+$/);
    expect(rule.cwe !== undefined || rule.category !== 'security').toBe(true);
    const placeholders = [...`${rule.title} ${rule.why}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(['sink', 'source']).toEqual(expect.arrayContaining(placeholders));
  });

  it('has one meaning for each id, in whatever languages', () => {
    for (const rule of catalogue.values())
      for (const entry of rule.entries)
        expect([entry.category, entry.cwe], rule.id).toEqual([rule.category, rule.cwe]);
  });

  it('names every kind of secret that the preset looks for', () => {
    const preset = presetRules
      .map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''))
      .filter((id) => id !== 'filter-comments');
    expect(Object.keys(presetKinds).toSorted()).toEqual(preset.toSorted());
  });
});
