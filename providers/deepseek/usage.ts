import { z } from 'zod';
import type { Usage } from '../contract.ts';
import { toUsage } from '../openai-compatible/chat-usage.ts';

const tokens = z.int().nonnegative();
const cache = z.object({ prompt_cache_hit_tokens: tokens, prompt_cache_miss_tokens: tokens });

/** DeepSeek counts what its cache held, and what it missed, beside OpenAI's fields. */
export function toDeepseekUsage(reported: unknown): Usage | undefined {
  const usage = toUsage(reported);
  const counted = cache.safeParse(reported).data;
  if (!usage || !counted) return usage;
  const { prompt_cache_hit_tokens: cacheRead, prompt_cache_miss_tokens: inputUncached } = counted;
  return { ...usage, inputUncached, cacheRead, cacheWrite: 0 };
}
