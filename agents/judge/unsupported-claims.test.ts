import { describe, expect, it, test } from 'vitest';
import { checkClaims } from './unsupported-claims.ts';

const title = 'The header is not checked';

describe('a claim that nothing shows', () => {
  test.each([
    'This is CVE-2021-44228 again.',
    'It is fixed in version 4.17.21.',
    'Lodash before v4.17.19 is affected.',
    'See GHSA-jfh8-c2jp-5v3q.',
    'It was removed in March 2024.',
    'Deprecated since 2019.',
    'The advisory is of 2023-10-04.',
  ])('%j goes, and the rest of the remark stays', (claim) => {
    const checked = checkClaims(title, `The value is trusted. ${claim} Check it first.`, 'const a = 1;');
    expect(checked).toEqual({
      kind: 'kept',
      detail: 'The value is trusted. Check it first.',
      removed: 1,
    });
  });

  it('in the title, or as the whole text, takes the remark with it', () => {
    expect(checkClaims('Vulnerable to CVE-2020-1234', 'Bad.', '').kind).toBe('unsupported');
    expect(checkClaims(title, 'It is fixed in 2.0.1.', '').kind).toBe('unsupported');
  });
});

describe('what stays', () => {
  it('a version, CVE or date that stands in what the model was shown', () => {
    const context = '+   "lodash": "^4.17.21" // CVE-2021-23337, since 2021-02-15';
    const detail = 'Version 4.17.21 has CVE-2021-23337. Known since 2021-02-15.';
    expect(checkClaims(title, detail, context)).toEqual({ kind: 'kept', detail, removed: 0 });
  });

  test.each([
    'TLS 1.2 is the least that is safe.',
    'Listens on 0.0.0.0 and 127.0.0.1.',
    'This is CWE-89. Use SHA-256 and OAuth 2.0.',
    'It fails for 1.5 % of the calls? No number of a version here.',
    'Use `items[0]` and call f(3).',
    'The line 2024 is never reached.',
    '```json\n{ "lodash": "4.17.21" }\n```',
  ])('%j', (detail) => {
    expect(checkClaims(title, detail, '')).toEqual({ kind: 'kept', detail, removed: 0 });
  });
});

it('takes no time, whatever the text', () => {
  for (const part of ['1.', 'v1', '. ', '2024-', 'CVE-', 'TLS ', '```']) {
    const startedAt = performance.now();
    checkClaims(title, part.repeat(50_000), '');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
});
