import { z } from 'zod';
import type { ProviderHost } from '../contract.ts';
import { malformed, toFailure } from '../errors.ts';
import { rateLimitResetMs } from '../http/rate-limit-reset.ts';
import type { ChatDialect } from './dialect.ts';

export type FailureOf = (thrown: unknown, signal: AbortSignal) => Error;

/** What to throw for whatever a call of a vendor of OpenAI's shape ended with. */
export const chatFailure =
  (
    {
      id,
      apiKey,
      classify,
      statedWaitMs = rateLimitResetMs,
    }: Pick<ChatDialect, 'id' | 'apiKey' | 'classify' | 'statedWaitMs'>,
    { clock }: ProviderHost,
  ): FailureOf =>
  (thrown, signal) => {
    if (thrown instanceof z.ZodError) return malformed(id, thrown.issues[0]?.path.join('.') ?? '');
    return toFailure(thrown, { provider: id, apiKey, signal, now: clock.now(), classify, statedWaitMs });
  };
