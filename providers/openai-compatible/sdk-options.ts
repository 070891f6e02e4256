import type { ProviderHost } from '../contract.ts';
import { limitedFetch } from '../http/limited-body.ts';

/**
 * What the SDK of every vendor is built with; those that AMAS uses share a generator, and so these options. Retries
 * belong to the router and time to the caller's signal, so the SDK's own timer is set as far away as a timer can be.
 * Its log is off because it repeats what the vendor sent.
 */
export const sdkOptions = ({ fetch }: ProviderHost) =>
  ({
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    // A key must not travel to another host.
    fetchOptions: { redirect: 'manual' },
    fetch: limitedFetch('refusals', fetch),
  }) as const;
