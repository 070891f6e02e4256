import { expect, it } from 'vitest';
import { rateLimitResetMs } from './rate-limit-reset.ts';

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
  expect(rateLimitResetMs(headers)).toBe(waitMs);
});

it('of several used-up dimensions the longest wait counts', () => {
  const headers = new Headers({
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '1s',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1m',
  });
  expect(rateLimitResetMs(headers)).toBe(60_000);
});

it.each([
  ['nothing is stated', {}],
  ['something is left', { 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': '6m0s' }],
  ['the duration is unreadable', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': 'soon' }],
])('no wait is made up when %s', (_case, headers: Record<string, string>) => {
  expect(rateLimitResetMs(new Headers(headers))).toBeUndefined();
});
