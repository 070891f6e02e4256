import type { ApiKeyRow } from '#prisma/repositories/api-keys.ts';

export type KeyStatus = 'active' | 'expired' | 'revoked';

/** A key as scripts see it; times in ISO 8601. The key itself is not known any more. */
export function toKeyItem(row: ApiKeyRow, now: number) {
  const { id, name, prefix, scopes, models, requestsPerMinute } = row;
  return {
    id,
    name,
    prefix,
    status: keyStatus(row, now),
    scopes,
    models,
    requestsPerMinute,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export function keyStatus({ revokedAt, expiresAt }: ApiKeyRow, now: number): KeyStatus {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= now ? 'expired' : 'active';
}
