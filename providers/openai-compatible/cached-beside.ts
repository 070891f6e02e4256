import { z } from 'zod';
import type { Usage } from '../contract.ts';
import { toUsage } from './chat-usage.ts';

/** For vendors that tell the cached tokens in a field of their own, beside OpenAI's instead of in the details. */
export function cachedBeside(field: string): (reported: unknown) => Usage | undefined {
  const counted = z.object({ [field]: z.int().nonnegative() });
  return (reported) => {
    const usage = toUsage(reported);
    const cacheRead = counted.safeParse(reported).data?.[field];
    if (!usage || cacheRead === undefined || usage.cacheRead > 0) return usage;
    return { ...usage, inputUncached: Math.max(0, usage.inputUncached - cacheRead), cacheRead };
  };
}
