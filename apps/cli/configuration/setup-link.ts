import { setups } from '#bots/setups.ts';
import type { ServerConfig } from '#monitoring/server-config.ts';
import { findSealer } from '#prisma/sealing-key.ts';
import type { Sealer } from '#prisma/sealing.ts';
import { issueGrant } from '#prisma/setup-grants.ts';

/** Where a browser connects a platform: good once, for an hour. */
export function setupLink(sealer: Sealer, publicUrl: string, platform: string): string {
  const token = issueGrant(sealer, { purpose: 'token', platform }, Date.now());
  return `${publicUrl}/setup/${platform}?token=${token}`;
}

/** Of every platform that has such a page. None without PUBLIC_URL, which platforms and browsers need, or without a key. */
export async function setupLinks(
  config: Pick<ServerConfig, 'publicUrl' | 'encryptionKey' | 'dataDirectory'>,
): Promise<Readonly<Record<string, string>>> {
  const { publicUrl, encryptionKey: key, dataDirectory } = config;
  const sealer = publicUrl === undefined ? undefined : await findSealer({ key, dataDirectory });
  if (publicUrl === undefined || !sealer) return {};
  return Object.fromEntries(
    Object.keys(setups).map((platform) => [platform, setupLink(sealer, publicUrl, platform)]),
  );
}
