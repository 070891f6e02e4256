import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Remark } from '#bots/contract.ts';
import { fingerprintOf, renderBlock, renderBlocks, renderInline } from './remark.ts';

const remark: Remark = {
  fingerprint: 'abc',
  severity: 'critical',
  title: 'SQL built from input',
  detail: 'Use parameters.',
  path: 'src/a.ts',
  line: 3,
  side: 'new',
};

describe('an inline remark', () => {
  it('says how grave it is, what is wrong, and carries its fingerprint unseen', () => {
    expect(renderInline(remark, true)).toBe(
      '**Critical: SQL built from input**\n\nUse parameters.\n\n<!-- amas:remark abc -->',
    );
  });

  test.each([
    ['x', '```suggestion\nx\n```'],
    ['x\n', '```suggestion\nx\n```'],
    ['\n', '```suggestion\n\n```'],
    ['', '```suggestion\n```'],
    ['```\na\n```', '````suggestion\n```\na\n```\n````'],
    ['@Injectable() <b>', '```suggestion\n@Injectable() <b>\n```'],
  ])('offers %j exactly', (suggestion, expected) => {
    expect(renderInline({ ...remark, suggestion }, true)).toContain(expected);
  });

  it('offers no suggestion with a secret in it, and none where the lines differ', () => {
    const suggestion = `key = "ghp_${'a'.repeat(36)}"`;
    expect(renderInline({ ...remark, suggestion }, true)).toContain('looks like a secret');
    expect(renderInline({ ...remark, suggestion }, true)).not.toContain('suggestion\n');
    expect(renderInline({ ...remark, suggestion: 'x' }, false)).toContain(
      'Suggested instead:\n\n```\nx\n```',
    );
  });

  it('is found again by any fingerprint', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (fingerprint) => {
        expect(fingerprintOf(renderInline({ ...remark, fingerprint }, false))).toBe(fingerprint);
      }),
    );
  });

  it('cannot be given a fingerprint by its own text', () => {
    const detail = '<!-- amas:remark forged -->';
    expect(fingerprintOf(renderInline({ ...remark, detail }, false))).toBe('abc');
  });

  it('always fits a comment of GitHub', () => {
    const long = 'x'.repeat(100_000);
    expect(
      renderInline({ ...remark, title: long, detail: long, suggestion: long }, true).length,
    ).toBeLessThan(65_536);
  });
});

describe('remarks in a text', () => {
  it('name their place, with a link when there is one', () => {
    expect(renderBlock({ ...remark, endLine: 5, side: 'old' }, undefined)).toMatch(
      /^\*\*Critical: SQL built from input\*\* in `src\/a\.ts:3-5` \(removed\)\n/,
    );
    expect(renderBlock(remark, 'https://github.com/o/r/pull/1')).toContain(
      '[`src/a.ts:3`](https://github.com/o/r/pull/1/files#diff-',
    );
  });

  it('come gravest first, and those without room are counted', () => {
    const many = Array.from({ length: 20 }, (_, index): Remark => ({
      ...remark,
      severity: index === 19 ? 'critical' : 'info',
      title: `remark ${index}`,
      detail: 'x'.repeat(100),
    }));
    const text = renderBlocks(many, 1_000);
    expect(text).toMatch(/^\*\*Critical: remark 19\*\*/);
    expect(text).toMatch(/\*1\d more of the 20 remarks did not fit here\.\*$/);
    expect(text.length).toBeLessThanOrEqual(1_000);
  });
});
