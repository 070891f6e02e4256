import { expect, it } from 'vitest';
import { rateLimitResetMs } from './rate-limit-reset.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

it.each([
  ['12ms', 12],
  ['7.66s', 7_660],
  ['2m59.56s', 179_560],
  ['6m0s', 360_000],
  ['1h2m3s', 3_723_000],
  ['1d', 86_400_000],
])('a reset of %s is %d milliseconds', (reset, waitMs) => {
  const headers = new Headers({
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': reset,
  });
  expect(rateLimitResetMs(headers, now)).toBe(waitMs);
});

it('of several used-up dimensions the longest wait counts', () => {
  const headers = new Headers({
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '1s',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1m',
  });
  expect(rateLimitResetMs(headers, now)).toBe(60_000);
});

it.each([
  ['7', 7_000],
  ['7.5s', 7_500],
  [`${now / 1_000 + 9}`, 9_000],
  [`${now / 1_000 - 9}`, 0],
  ['soon', undefined],
  ['', undefined],
])('a vendor that counts requests only states a reset of %s', (reset, waitMs) => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  expect(rateLimitResetMs(new Headers(headers), now)).toBe(waitMs);
});

it.each([
  ['nothing is stated', {}],
  ['requests are left', { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '7' }],
  ['something is left', { 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': '6m0s' }],
  ['the duration is unreadable', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': 'soon' }],
])('no wait is made up when %s', (_case, headers: Record<string, string>) => {
  expect(rateLimitResetMs(new Headers(headers), now)).toBeUndefined();
});
