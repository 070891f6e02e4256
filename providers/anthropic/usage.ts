import { z } from 'zod';
import type { Usage } from '../contract.ts';

const tokens = z.int().nonnegative().nullish().catch(undefined);

const messagesUsage = z.object({
  input_tokens: tokens,
  output_tokens: tokens,
  cache_read_input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  output_tokens_details: z.object({ thinking_tokens: tokens }).nullish().catch(undefined),
});

export type ReportedUsage = z.infer<typeof messagesUsage>;

/**
 * The counts of a stream, which come twice: all at the start, and at the end those that changed. A later count
 * replaces an earlier one, because both are totals.
 */
export function mergeUsage(earlier: ReportedUsage | undefined, later: unknown): ReportedUsage | undefined {
  const { data } = messagesUsage.safeParse(later);
  if (!data) return earlier;
  const stated = Object.fromEntries(Object.entries(data).filter(([, value]) => value != null));
  return { ...earlier, ...stated };
}

/** `input_tokens` holds uncached ones only. Undefined unless both sides were reported. */
export function toUsage(reported: ReportedUsage | undefined): Usage | undefined {
  if (reported?.input_tokens == null || reported.output_tokens == null) return undefined;
  return {
    inputUncached: reported.input_tokens,
    cacheRead: reported.cache_read_input_tokens ?? 0,
    cacheWrite: reported.cache_creation_input_tokens ?? 0,
    output: reported.output_tokens,
    reasoning: reported.output_tokens_details?.thinking_tokens ?? 0,
  };
}
