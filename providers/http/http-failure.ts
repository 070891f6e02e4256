import { z } from 'zod';
import type { ProviderHost } from '../contract.ts';
import { malformed, toFailure, type ProviderErrorCode, type VendorRefusal } from '../errors.ts';
import { rateLimitResetMs } from './rate-limit-reset.ts';

export interface HttpVendor {
  readonly id: string;
  readonly apiKey: string;
  readonly classify: (refusal: VendorRefusal) => ProviderErrorCode | undefined;
}

/** What to throw for whatever a call over a vendor's own HTTP contract ended with. */
export const httpFailure =
  ({ id, apiKey, classify }: HttpVendor, { clock }: ProviderHost) =>
  (thrown: unknown, signal: AbortSignal): Error => {
    if (thrown instanceof z.ZodError) return malformed(id, thrown.issues[0]?.path.join('.') ?? '');
    return toFailure(thrown, {
      provider: id,
      apiKey,
      signal,
      now: clock.now(),
      classify,
      statedWaitMs: rateLimitResetMs,
    });
  };
