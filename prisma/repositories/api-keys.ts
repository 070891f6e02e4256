import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey } from '../generated/client.ts';
import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type ApiKeyRow = Omit<ApiKey, 'hash'>;

/** What a key may call. */
export const apiKeyScopes = ['chat', 'embeddings', 'models'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

export interface NewApiKey {
  readonly organizationId: string;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** Model names, `*` for any characters; empty = all. */
  readonly models: readonly string[];
  readonly requestsPerMinute?: number;
  readonly expiresAt?: Date;
}

/** Recognisable by people and by scanners for lost secrets. */
const keyMark = 'amas_sk_';
const secretBytes = 32;
const shownChars = 14;

/** The only time the key itself is known: its row holds a hash. */
export async function createApiKey(
  store: Store,
  { organizationId, name, scopes, models, requestsPerMinute, expiresAt }: NewApiKey,
): Promise<{ readonly key: string; readonly row: ApiKeyRow }> {
  const key = `${keyMark}${randomBytes(secretBytes).toString('base64url')}`;
  const row = await store.apiKey.create({
    data: {
      id: uuidv7(),
      organizationId,
      name,
      prefix: key.slice(0, shownChars),
      hash: hashOf(key),
      scopes: [...scopes],
      models: [...models],
      requestsPerMinute: requestsPerMinute ?? null,
      expiresAt: expiresAt ?? null,
    },
    omit: { hash: true },
  });
  return { key, row };
}

/** All of them, the newest first, revoked ones as well. */
export function listApiKeys(store: Store, organizationId: string): Promise<ApiKeyRow[]> {
  return store.apiKey.findMany({
    where: { organizationId },
    orderBy: { id: 'desc' },
    omit: { hash: true },
  });
}

/** False when it was revoked before: the first time stays. */
export async function revokeApiKey(store: Store, id: string): Promise<boolean> {
  const { count } = await store.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count > 0;
}

/** The key as it was presented; undefined when there is none. Revoked and expired ones are found too: the caller says so. */
export async function findApiKey(
  { pool }: Pick<Database, 'pool'>,
  key: string,
): Promise<ApiKeyRow | undefined> {
  if (!key.startsWith(keyMark)) return undefined;
  const { rows } = await pool.query<ApiKeyRow>({
    name: 'find-api-key',
    text: `select id, organization_id as "organizationId", name, prefix, scopes, models,
        requests_per_minute as "requestsPerMinute", created_at as "createdAt", expires_at as "expiresAt",
        revoked_at as "revokedAt", last_used_at as "lastUsedAt"
      from api_keys where hash = $1`,
    values: [hashOf(key)],
  });
  return rows[0];
}

/** Null when it is gone. */
export async function findApiKeyName(store: Store, id: string): Promise<string | null> {
  const row = await store.apiKey.findUnique({ where: { id }, select: { name: true } });
  return row?.name ?? null;
}

/** For people who look for keys that nobody uses. */
export async function markApiKeysUsed(
  { pool }: Pick<Database, 'pool'>,
  ids: readonly string[],
): Promise<void> {
  await pool.query('update api_keys set last_used_at = now() where id = any($1::uuid[])', [ids]);
}

const hashOf = (key: string) => new Uint8Array(createHash('sha256').update(key).digest());
