import { describe, expect, it, test } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { installationGone, toGitHubError, toSigningError } from './github-error.ts';

const now = Date.UTC(2026, 10, 20);
const attempt = { route: 'POST /somewhere', now };

/** A failure as Octokit throws it. */
function failed(status: number, message: string, more: { headers?: object; errors?: unknown } = {}): Error {
  return Object.assign(new Error(`${message} - https://docs.github.com`), {
    status,
    response: { headers: more.headers ?? {}, data: { message, errors: more.errors } },
  });
}

const translated = (error: unknown): AmasError => {
  const known = toGitHubError(error, attempt);
  if (known instanceof AmasError) return known;
  throw new Error('expected an AmasError', { cause: known });
};

const permission = 'Resource not accessible by integration';
const inTenSeconds = String(now / 1_000 + 10);

test.each([
  ['401', failed(401, 'Bad credentials'), 'unauthorised', 'never'],
  ['an unknown App', failed(404, 'Integration not found'), 'unauthorised', 'never'],
  ['a lacking permission', failed(403, permission), 'unauthorised', 'never'],
  ['404', failed(404, 'Not Found'), 'target_gone', 'never'],
  ['410', failed(410, 'Issues are disabled for this repo'), 'target_gone', 'never'],
  ['451', failed(451, 'Repository access blocked'), 'target_gone', 'never'],
  ['422', failed(422, 'Validation Failed', { errors: [{ code: 'custom' }] }), 'refused', 'never'],
  [
    '422 in words',
    failed(422, 'Unprocessable Entity', { errors: ['Line could not be resolved'] }),
    'refused',
    'never',
  ],
  ['an archived repository', failed(403, 'Repository was archived so is read-only.'), 'refused', 'never'],
  ['409', failed(409, 'Conflict'), 'refused', 'never'],
  ['500', failed(500, 'Server Error'), 'unavailable', 'backoff'],
  [
    '503 with a time',
    failed(503, '', { headers: { 'retry-after': '9' } }),
    'unavailable',
    { afterMs: 9_000 },
  ],
  [
    'a spent quota',
    failed(403, 'API rate limit exceeded for installation ID 1.', {
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenSeconds },
    }),
    'rate_limited',
    { afterMs: 11_000 },
  ],
  [
    'a quota whose reset has passed',
    failed(429, 'API rate limit exceeded', {
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    }),
    'rate_limited',
    { afterMs: 1_000 },
  ],
  [
    'a burst with a time',
    failed(403, 'You have exceeded a secondary rate limit', { headers: { 'retry-after': '30' } }),
    'rate_limited',
    { afterMs: 30_000 },
  ],
  [
    'a burst without',
    failed(403, 'You have exceeded a secondary rate limit'),
    'rate_limited',
    { afterMs: 60_000 },
  ],
  ['429 without a word', failed(429, ''), 'rate_limited', { afterMs: 60_000 }],
  [
    'abuse told as 422',
    failed(422, 'Validation Failed', { errors: [{ code: 'abuse' }] }),
    'rate_limited',
    { afterMs: 60_000 },
  ],
  [
    'a lacking permission on the last request of a quota',
    failed(403, permission, { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenSeconds } }),
    'unauthorised',
    'never',
  ],
])('%s is bots.%3$s', (_name, error, code, retry) => {
  const known = translated(error);
  expect(known).toMatchObject({ code: `bots.${code}`, retry });
  expect(known.publicMessage).toBeTruthy();
  expect(known.publicMessage).not.toContain('docs.github.com');
});

describe('a failure without an answer', () => {
  it('is unavailable, with what the system called it', () => {
    const inner = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const error = Object.assign(new Error('other side closed'), { status: 500 });
    error.cause = new TypeError('fetch failed', { cause: inner });
    expect(translated(error)).toMatchObject({
      code: 'bots.unavailable',
      retry: 'backoff',
      details: { route: 'POST /somewhere', failure: 'ECONNRESET' },
    });
  });

  it('for want of a key that can sign is a matter of credentials, and keeps no cause', () => {
    const error = toSigningError(new TypeError('bad key: MIIE'));
    if (!(error instanceof AmasError)) throw new Error('expected an AmasError');
    expect(error.code).toBe('bots.unauthorised');
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify(error.details)).not.toContain('MIIE');
  });
});

it('leaves what is no failed call alone: it is a bug', () => {
  const bug = new TypeError('undefined is not a function');
  expect(toGitHubError(bug, attempt)).toBe(bug);
  const known = new AmasError('bots.no_common_history', 'x');
  expect(toGitHubError(known, attempt)).toBe(known);
  expect(toSigningError(known)).toBe(known);
});

it('keeps one line of what GitHub said, for the operator', () => {
  const { details } = translated(failed(422, `Invalid request.\n\n${'x'.repeat(999)}`));
  expect(details).toMatchObject({ status: 422, github: 'Invalid request.' });
});

describe('an installation that gives no token', () => {
  test.each([
    [failed(404, 'Not Found'), 'no longer installed'],
    [failed(403, 'This installation has been suspended'), 'suspended'],
  ])('is gone, and the owner learns why', (error, message) => {
    const gone = installationGone(translated(error));
    expect(gone).toMatchObject({ code: 'bots.target_gone', retry: 'never' });
    expect(gone.publicMessage).toContain(message);
  });

  test.each([failed(401, 'A JSON web token could not be decoded'), failed(429, ''), failed(502, '')])(
    'for another reason keeps that reason',
    (error) => {
      const reason = translated(error);
      expect(installationGone(reason)).toBe(reason);
    },
  );
});
