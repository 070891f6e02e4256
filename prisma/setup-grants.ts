import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './client.ts';
import type { Sealer } from './sealing.ts';

/** A person reads a token off a terminal and opens a page with it. */
const tokenLifetimeMs = 3_600_000;
/** GitHub's own limit for what follows after the form was sent. */
const stateLifetimeMs = 3_600_000;
const usedPrefix = 'setup.used.';

/**
 * What lets a browser set up a platform: `token` stands in a link that the command line prints, `form` in a page that
 * was opened, `state` goes to the platform and comes back.
 */
const Grant = z.object({
  purpose: z.enum(['token', 'form', 'state']),
  platform: z.string(),
  nonce: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
  /** SHA-256 of the cookie of the browser it is bound to; a token is bound to none. */
  browser: z.string().optional(),
  values: z.record(z.string(), z.string()).optional(),
});
export type Grant = z.infer<typeof Grant>;

/** What is sealed is authenticated too: nobody without the key can make a grant, and none needs a row until it is used. */
export function issueGrant(sealer: Sealer, grant: Omit<Grant, 'nonce' | 'expiresAt'>, now: number): string {
  const lifetimeMs = grant.purpose === 'token' ? tokenLifetimeMs : stateLifetimeMs;
  const nonce = randomBytes(12).toString('base64url');
  const sealed = sealer.seal({ ...grant, nonce, expiresAt: now + lifetimeMs });
  return Buffer.from(sealed).toString('base64url');
}

/** Undefined for anything that this installation did not issue for this purpose and platform, or that is too old. */
export function readGrant(
  sealer: Sealer,
  text: string,
  wanted: Pick<Grant, 'purpose' | 'platform'>,
  now: number,
): Grant | undefined {
  if (!/^[\w-]{40,4000}$/.test(text)) return undefined;
  let opened: unknown;
  try {
    opened = sealer.open(Buffer.from(text, 'base64url'));
  } catch {
    return undefined;
  }
  const grant = Grant.safeParse(opened).data;
  const fits = grant?.purpose === wanted.purpose && grant.platform === wanted.platform;
  return fits && grant.expiresAt > now ? grant : undefined;
}

/** True for the first of all who use it. Marks of grants that nobody can use any more are removed on the way. */
export async function useGrant(store: Store, grant: Grant): Promise<boolean> {
  const key = usedPrefix + createHash('sha256').update(grant.nonce).digest('hex');
  const { count } = await store.systemConfig.createMany({
    data: [{ key, value: grant.expiresAt }],
    skipDuplicates: true,
  });
  const longAgo = new Date(Date.now() - 2 * Math.max(tokenLifetimeMs, stateLifetimeMs));
  await store.systemConfig.deleteMany({
    where: { key: { startsWith: usedPrefix }, updatedAt: { lt: longAgo } },
  });
  return count === 1;
}

/** Whether it was used already, without using it. */
export async function isGrantUsed(store: Store, grant: Grant): Promise<boolean> {
  const key = usedPrefix + createHash('sha256').update(grant.nonce).digest('hex');
  return (await store.systemConfig.count({ where: { key } })) > 0;
}
