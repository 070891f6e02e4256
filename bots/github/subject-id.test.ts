import { expect, test } from 'vitest';
import { bot } from './bot.ts';
import { parsePullRequestUrl, parseSubjectId, subjectId } from './subject-id.ts';

const path = { owner: 'octo', repo: 'shop.js', number: 12 };

test('an id is read as it was written', () => {
  expect(parseSubjectId(subjectId(path))).toEqual(path);
});

test.each(['octo/shop', 'octo/shop#', 'octo/shop#0', 'octo/shop#x', 'a/b/c#1', '#1', 'octo/shop#1 '])(
  '%j is no id',
  (id) => {
    expect(parseSubjectId(id)).toBeUndefined();
  },
);

test.each([
  ['https://github.com/octo/shop.js/pull/12', 'github.com'],
  ['https://github.com/octo/shop.js/pull/12/files?w=1#diff-1', 'github.com'],
  ['https://git.example.org:8443/octo/shop.js/pull/12', 'git.example.org:8443'],
  ['http://127.0.0.1:3000/octo/shop.js/pull/12', '127.0.0.1:3000'],
])('%s is the address of a pull request, on any GitHub', (url, host) => {
  expect(parsePullRequestUrl(url)).toEqual({ ...path, host });
  expect(bot.recognises?.(url)).toBe(true);
});

test.each([
  'https://github.com/octo/shop/issues/12',
  'https://github.com/octo/shop/pull/',
  'https://github.com/octo/shop/pull/12x',
  'https://github.com/octo/pull/12',
  'ftp://github.com/octo/shop/pull/12',
  'github.com/octo/shop/pull/12',
  'javascript:octo/shop/pull/12',
])('%s is not', (url) => {
  expect(parsePullRequestUrl(url)).toBeUndefined();
  expect(bot.recognises?.(url)).toBe(false);
});
