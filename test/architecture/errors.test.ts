import { expect, it, describe, test } from 'vitest';
import { isTest, readRepositoryFile, sourceFiles } from '#test/support/repository.ts';
import { codesIn, composedCodesIn, covers, listedCodes } from './error-codes.ts';

const table = 'monitoring/README.md';
const sources = sourceFiles()
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readRepositoryFile(path) }));
const used = sources.flatMap(({ path, text }) =>
  codesIn(text).map((use) => ({ ...use, place: `${path}:${use.line}` })),
);
const listed = listedCodes(readRepositoryFile(table));

test('every code in the source is listed', () => {
  const known = new Set(listed.map(({ code }) => code));
  const missing = used
    .filter(({ code }) => !known.has(code))
    .map(({ code, place }) => `${place}: ${code} has no row in ${table}`);
  expect(missing.join('\n')).toBe('');
});

test('every listed code is made somewhere', () => {
  const made = new Set(used.filter(({ isMade }) => isMade).map(({ code }) => code));
  expect(listed.map(({ code }) => code).filter((code) => !made.has(code))).toEqual([]);
});

test('no code is listed twice', () => {
  const codes = listed.map(({ code }) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test('what the source says of retrying is what the table says', () => {
  const words = new Map(listed.map(({ code, second }) => [code, second]));
  const contradictions = used.flatMap(({ code, place, retry }) => {
    const word = words.get(code);
    return retry === undefined || word === undefined || covers(word, retry)
      ? []
      : [`${place}: ${code} says "${retry}", ${table} says "${word}"`];
  });
  expect(contradictions.join('\n')).toBe('');
});

test('codes are written out in full, so that a search finds them', () => {
  const composed = sources.flatMap(({ path, text }) =>
    composedCodesIn(text).map((line) => `${path}:${line}`),
  );
  expect(composed).toEqual([]);
});

describe('codes and their retry are read from the source', () => {
  it.each([
    [`new AmasError('jobs.row_missing', 'm')`, 'never'],
    [`new AmasError('jobs.row_missing', 'm', { publicMessage: 'p' })`, 'never'],
    [`new AmasError('jobs.row_missing', 'm', { retry: 'backoff' })`, 'backoff'],
    [`new AmasError('jobs.row_missing', 'm', { retry: { afterMs: 5 } })`, 'wait'],
    [`new AmasError('jobs.row_missing', 'm', { retry })`, undefined],
    [`new AmasError('jobs.row_missing', 'm', { ...options })`, undefined],
    [`super('jobs.row_missing', 'm')`, undefined],
  ])('%s', (text, retry) => {
    expect(codesIn(text)).toEqual([{ code: 'jobs.row_missing', line: 1, isMade: true, retry }]);
  });

  it('a comparison makes nothing, and a composed code is caught', () => {
    expect(codesIn(`if (error.code === 'bots.refused') {}`)[0]?.isMade).toBe(false);
    expect(composedCodesIn('throw new AmasError(`bots.${kind}`, text)')).toEqual([1]);
  });

  it.each([
    ['backoff', 'backoff', true],
    ['never', 'backoff', false],
    ['5 s', 'wait', true],
    [`the vendor's wait, else backoff`, 'backoff', true],
    ['backoff', 'wait', false],
  ] as const)('the word "%s" covers %s: %s', (word, retry, expected) => {
    expect(covers(word, retry)).toBe(expected);
  });
});
