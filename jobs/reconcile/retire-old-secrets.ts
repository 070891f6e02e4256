import { rotatedAtSetting } from '#prisma/repositories/integrations.ts';
import { countSignedSince } from '#prisma/repositories/delivery-reads.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { JobHost } from '../host.ts';

/** What was signed before the change may arrive this much later. */
const lateMs = 600_000;

/**
 * Ends a rotation: once deliveries come signed with the new secret, and none with an older one any more, only the new
 * one is accepted. Without such deliveries nothing proves that the platform has the new secret, and both stay.
 */
export async function retireOldSecrets(host: JobHost, integration: Integration): Promise<void> {
  const { projectId, platform, settings } = integration;
  const name = (await host.bots[platform]?.())?.manifest.webhookSecretSetting;
  const rotatedAt = Number(settings[rotatedAtSetting]);
  if (name === undefined || !Number.isFinite(rotatedAt)) return;
  const [newest, ...older] = rotatingSecret(settings[name] ?? '');
  if (newest === undefined || older.length === 0) return;
  const { store } = host.database;
  const place = { projectId, platform };
  const now = host.clock.now();
  const since = await countSignedSince(store, place, new Date(rotatedAt));
  const recent = await countSignedSince(store, place, new Date(Math.max(rotatedAt, now - lateMs)));
  if (now - rotatedAt < lateMs || since.newest === 0 || recent.older > 0) return;
  const { [rotatedAtSetting]: _ended, ...rest } = settings;
  await host.integrations.replaceSettings(integration, { ...rest, [name]: newest });
  host.log.info({ platform, projectId }, 'old webhook secret is no longer accepted');
}
