import { AmasError } from '#monitoring/errors.ts';
import type { Installation } from '#prisma/installation.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { defaultSlug } from '#prisma/repositories/tenancy.ts';

/** How often every hub reads the connected accounts again. */
export const integrationsRefreshMs = 1_000;

/**
 * Who may send to this address, from memory. Undefined: no such project. A default project without the platform gets
 * empty settings, so that the sender learns what is missing.
 */
export function findIntegrations(
  installation: Pick<Installation, 'loaded'>,
  platform: string,
  project = defaultSlug,
): readonly Pick<Integration, 'organizationId' | 'projectId' | 'settings'>[] | undefined {
  const loaded = installation.loaded();
  if (!loaded) throw notLoaded();
  const found = loaded.integrations.find(platform, project);
  if (found) return [found];
  return project === defaultSlug ? [{ ...loaded.tenant, settings: {} }] : undefined;
}

export const notLoaded = () =>
  new AmasError('apps.not_loaded', 'nothing is loaded yet', {
    retry: 'backoff',
    publicMessage: 'AMAS is starting; the database has not answered yet.',
  });
