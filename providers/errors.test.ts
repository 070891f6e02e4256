import { describe, expect, it } from 'vitest';
import { retryAfterMs, toFailure, type FailureContext } from './errors.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const context = (signal = new AbortController().signal): FailureContext => ({
  provider: 'acme',
  apiKey: 'sk-secret',
  signal,
  now,
  classify: () => undefined,
});

describe('retry-after', () => {
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    // A clock of ours that is wrong by hours makes no wait longer: the vendor tells its own.
    [{ 'retry-after': 'Sat, 21 Nov 2026 22:00:30 GMT', date: 'Sat, 21 Nov 2026 22:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after-ms': 'NaN' }, undefined],
    [{}, undefined],
  ] as const)('%j is %j', (headers, waitMs) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(waitMs);
  });
});

describe('what was thrown', () => {
  const connection = (code: string): TypeError =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) });

  it.each([
    ['ECONNREFUSED', 'providers.unavailable', false],
    ['ENOTFOUND', 'providers.unavailable', false],
    ['ECONNRESET', 'providers.unavailable', true],
    ['UND_ERR_SOCKET', 'providers.unavailable', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'providers.timeout', false],
    ['UND_ERR_HEADERS_TIMEOUT', 'providers.timeout', true],
  ])('a connection that fails with %s is %s, may be billed: %s', (transport, code, mayBeBilled) => {
    expect(toFailure(connection(transport), context())).toMatchObject({
      code,
      mayBeBilled,
      details: { provider: 'acme', transport },
    });
  });

  it('a bug of ours stays what it is', () => {
    const bug = new TypeError("Cannot read properties of undefined (reading 'x')");
    expect(toFailure(bug, context())).toBe(bug);
  });

  it('after the signal aborted it is the reason of the signal, whatever it was', () => {
    const reason = new Error('enough');
    expect(toFailure(connection('ECONNRESET'), context(AbortSignal.abort(reason)))).toBe(reason);
  });

  it('an unknown status is a bad request below 500 and the vendor at fault from there', () => {
    expect(toFailure({ status: 418 }, context())).toMatchObject({ code: 'providers.bad_request' });
    expect(toFailure({ status: 599 }, context())).toMatchObject({ code: 'providers.overloaded' });
  });
});
