import { isPrivateUrl } from '#monitoring/http/private-address.ts';
import { rotatingSecret } from '#monitoring/settings.ts';

/** One's own server may be inside when its own setting says so. */
export const mayBePrivate = (provider: string, settings: Readonly<Record<string, string>>): boolean =>
  provider === 'local' && settings['allowPrivate'] === 'true';

/**
 * Why the base URLs of a provider may not be used where organizations share AMAS that do not trust each other, and what
 * to do; undefined when they may.
 */
export async function privateAddressProblem(
  provider: string,
  settings: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (mayBePrivate(provider, settings)) return undefined;
  for (const url of rotatingSecret(settings['baseUrl'] ?? '')) {
    if (!(await isPrivateUrl(url))) continue;
    const remedy = provider === 'local' ? ' Where it is meant, set LOCAL_ALLOW_PRIVATE=true.' : '';
    return `The base URL of ${provider} points into the private network, which AMAS_MULTI_TENANT forbids.${remedy}`;
  }
  return undefined;
}
