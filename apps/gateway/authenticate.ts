import type { IncomingMessage } from 'node:http';
import type { Clock } from '#monitoring/clock.ts';
import { createTokenBucket } from '#monitoring/http/token-bucket.ts';
import type { ApiKeyRow, ApiKeyScope } from '#prisma/repositories/api-keys.ts';
import { ApiError } from './api-error.ts';
import type { RequestRate } from './request-rate.ts';

export interface KeyHost {
  /** Looks a presented key up; undefined when there is none. */
  readonly find: (key: string) => Promise<ApiKeyRow | undefined>;
  readonly clock: Pick<Clock, 'now'>;
  readonly rate: RequestRate;
}

export interface Authenticator {
  /** Throws 401 for no or a dead key, 403 for one without the right, 429 with the wait for one that asks too often. */
  authenticate(request: IncomingMessage, scope: ApiKeyScope): Promise<ApiKeyRow>;
  /** Ids of the keys that were used since the last call. */
  takeUsed(): readonly string[];
}

/** How long a revoked key may go on: the price of asking the database once a second for each key, not each request. */
const freshMs = 1_000;
const maxKnown = 10_000;
/** Guessing keys must not cost the database more than this, however many try. */
const strangersPerSecond = 100;

interface Known {
  readonly row: Promise<ApiKeyRow | undefined>;
  readonly readAt: number;
}

export function createAuthenticator({ find, clock, rate }: KeyHost): Authenticator {
  const known = new Map<string, Known>();
  const used = new Set<string>();
  const strangers = createTokenBucket(strangersPerSecond, strangersPerSecond, clock);

  const lookUp = (key: string): Promise<ApiKeyRow | undefined> => {
    const now = clock.now();
    const found = known.get(key);
    if (found && now - found.readAt < freshMs && now >= found.readAt) return found.row;
    const waitMs = found === undefined ? strangers.take() : 0;
    if (waitMs > 0) throw tooManyStrangers(waitMs);
    const row = find(key);
    known.delete(key);
    known.set(key, { row, readAt: now });
    // What could not be looked up is looked up again by the next request.
    row.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
    return row;
  };

  return {
    async authenticate(request, scope) {
      const row = await lookUp(bearerOf(request));
      if (row === undefined) throw unauthorised('This key is not known here. Keys: amas key list');
      if (row.revokedAt !== null) throw unauthorised('This key is revoked. Ask its operator for another.');
      if (row.expiresAt !== null && row.expiresAt.getTime() <= clock.now())
        throw unauthorised('This key has expired. Ask its operator for another.');
      if (!row.scopes.includes(scope))
        throw forbidden(`This key may not use ${scope}: it was made for ${row.scopes.join(', ')}.`);
      const { id, requestsPerMinute: perMinute } = row;
      const waitMs = perMinute === null ? 0 : await rate.take(id, perMinute);
      if (waitMs > 0) throw tooMany(perMinute ?? 0, waitMs);
      used.add(row.id);
      return row;
    },
    takeUsed() {
      const ids = [...used];
      used.clear();
      return ids;
    },
  };
}

/** Throws 403 when the key was made for other models. Names are compared as they are asked for. */
export function requireModel({ models }: ApiKeyRow, want: string): void {
  if (models.length === 0 || models.some((pattern) => matches(pattern, want))) return;
  throw forbidden(
    `This key may not ask for ${want}: it was made for ${models.join(', ')}.`,
    'model_not_allowed',
  );
}

export function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast ? name.length - part.length : name.indexOf(part, at);
    if (found < at || !name.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

function bearerOf({ headers: { authorization } }: IncomingMessage): string {
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (key === undefined)
    throw unauthorised(
      'Send your key as "Authorization: Bearer …". An operator makes one: amas key create <name>',
    );
  return key;
}

const unauthorised = (message: string) =>
  new ApiError(401, message, { type: 'invalid_request_error', code: 'invalid_api_key' });

const forbidden = (message: string, code = 'insufficient_permissions') =>
  new ApiError(403, message, { type: 'invalid_request_error', code });

const tooManyStrangers = (retryAfterMs: number) =>
  new ApiError(429, 'Too many keys that were not used lately are tried at once. Try again.', {
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    retryAfterMs,
  });

const tooMany = (perMinute: number, retryAfterMs: number) =>
  new ApiError(429, `This key may ask ${perMinute} times a minute.`, {
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    retryAfterMs,
  });
