import { z } from 'zod';
import type { Usage } from '../contract.ts';

const tokens = z.int().nonnegative();
const detail = tokens.nullish().catch(undefined);

const chatUsage = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  prompt_tokens_details: z.object({ cached_tokens: detail, cache_write_tokens: detail }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: detail }).nullish(),
});

/** `prompt_tokens` holds cached and written ones too. Undefined when the vendor reported nothing readable. */
export function toUsage(reported: unknown): Usage | undefined {
  const { data } = chatUsage.safeParse(reported);
  if (!data) return undefined;
  const cacheRead = data.prompt_tokens_details?.cached_tokens ?? 0;
  const cacheWrite = data.prompt_tokens_details?.cache_write_tokens ?? 0;
  return {
    inputUncached: Math.max(0, data.prompt_tokens - cacheRead - cacheWrite),
    cacheRead,
    cacheWrite,
    output: data.completion_tokens,
    reasoning: data.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}
