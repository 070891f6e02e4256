import { describe, expect, it } from 'vitest';
import { catalogue } from '#agents/analysis/rules/catalogue.ts';
import type { ReviewBasis } from '../review-history.ts';
import { chooseScope, scopeText, type ScopeInput } from './review-scope.ts';
import { digestOfRules, rulesDigest } from './rules-digest.ts';

const files = ['a.ts', 'b.ts'].map((path) => ({ path, status: 'added', patch: '+x' }) as const);
const basis = { revision: 'b'.repeat(40), settingsDigest: 's', hasModel: false, rulesDigest: 'r' };

function after(
  former: Partial<Omit<ReviewBasis, 'rulesDigest'>> & { rulesDigest?: string | undefined } = {},
  fields: Partial<ScopeInput> = {},
) {
  const first = chooseScope({
    files,
    basis: { ...basis, revision: 'a'.repeat(40) },
    previous: undefined,
    since: undefined,
    isIncremental: true,
    isFullAsked: false,
  });
  return chooseScope({
    files,
    basis,
    previous: {
      files: files.map(({ path }) => ({ path, status: 'reviewed' })),
      findings: [],
      basis: { ...first.basis, ...former } as ReviewBasis,
    },
    since: { relation: 'ahead', paths: ['b.ts'], renames: [] },
    isIncremental: true,
    isFullAsked: false,
    ...fields,
  });
}

describe('what a review looks at', () => {
  it('is what changed since, when nothing else did', () => {
    const { scope, again } = after();
    expect(scope).toMatchObject({ mode: 'incremental', again: 1, kept: 1 });
    expect(again.map(({ path }) => path)).toEqual(['b.ts']);
  });

  it.each([
    ['other rules', { rulesDigest: 'other' }, 'rules', /the rules of AMAS changed since/],
    ['rules nobody wrote down', { rulesDigest: undefined }, 'rules', /the rules of AMAS changed since/],
    ['other settings', { settingsDigest: 'other' }, 'settings', /configuration changed since/],
    ['a model', { hasModel: true }, 'model', /a model takes part now/],
  ] as const)(
    'is everything after a review with %s, and the receipt says why',
    (_case, former, reason, words) => {
      const { scope, again } = after(former);
      expect(scope).toMatchObject({ mode: 'full', reason, since: 'a'.repeat(40) });
      expect(again).toHaveLength(2);
      expect(scopeText(scope)).toMatch(words);
    },
  );
});

describe('the digest of the rules', () => {
  const rules = [...catalogue.values()];
  const [first, ...others] = rules;

  it('is the same for the same rules and another one when a rule comes, goes or weighs otherwise', () => {
    if (!first) throw new Error('no rules');
    expect(digestOfRules(rules)).toBe(digestOfRules([...rules]));
    const digests = [
      rules,
      others,
      [{ ...first, id: 'security/new' }, ...rules],
      [{ ...first, severity: 'info' as const }, ...others],
    ].map(digestOfRules);
    expect(new Set(digests).size).toBe(digests.length);
    expect(rulesDigest).toMatch(/^[0-9a-f]{16}$/);
  });
});
