import { z } from 'zod';
import type { Database, Store } from '../client.ts';
import type { Sealer } from '../sealing.ts';
import { uuidv7 } from '../uuid.ts';
import type { Tenant } from './tenancy.ts';

/** Settings of one connected account, opened. Never logged. */
export interface Integration {
  readonly platform: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly projectSlug: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Beside the settings of an account whose webhook secret is being rotated: since when the platform has the new one, in
 * milliseconds since the epoch.
 */
export const rotatedAtSetting = 'rotatedAt';

const settingsShape = z.record(z.string(), z.string());

export async function saveIntegration(
  store: Store,
  sealer: Sealer,
  tenant: Tenant,
  integration: { platform: string; settings: Readonly<Record<string, string>> },
): Promise<void> {
  const settings = sealer.seal(integration.settings);
  await store.integration.upsert({
    where: { projectId_platform: { projectId: tenant.projectId, platform: integration.platform } },
    create: { id: uuidv7(), ...tenant, platform: integration.platform, settings },
    update: { settings, status: 'active' },
  });
}

/** Every active integration with its secrets opened. */
export async function readIntegrations(
  { pool }: Pick<Database, 'pool'>,
  sealer: Sealer,
): Promise<Integration[]> {
  const { rows } = await pool.query<Omit<Integration, 'settings'> & { settings: Buffer }>(
    `select i.platform, i.organization_id as "organizationId", i.project_id as "projectId", p.slug as "projectSlug", i.settings
     from integrations i join projects p on p.id = i.project_id where i.status = 'active' order by i.id`,
  );
  return rows.map((row) => ({ ...row, settings: settingsShape.parse(sealer.open(row.settings)) }));
}

/** Seals everything again with the newest key. Returns how many rows changed. */
export async function resealIntegrations(store: Store, sealer: Sealer): Promise<number> {
  const rows = await store.integration.findMany({ select: { id: true, settings: true } });
  const outdated = rows.filter((row) => sealer.isOutdated(row.settings));
  for (const row of outdated) {
    await store.integration.update({
      where: { id: row.id },
      data: { settings: sealer.seal(sealer.open(row.settings)) },
    });
  }
  return outdated.length;
}

/** Deletes a stored account; false when there was none. */
export async function removeIntegration(store: Store, tenant: Tenant, platform: string): Promise<boolean> {
  const { count } = await store.integration.deleteMany({ where: { projectId: tenant.projectId, platform } });
  return count > 0;
}
