import { z } from 'zod';
import type { LimitNews, Pool } from './pool.ts';
import type { SharedState } from './shared-state.ts';

const topic = 'limits';
/** Durations, because the clocks of two computers differ. */
const ms = z.number().min(0).max(86_400_000);
const Stated = z.object({
  remaining: z.number().nonnegative(),
  limit: z.number().nonnegative().optional(),
  resetMs: ms,
});
const Message = z.object({
  member: z.string(),
  stated: z.object({ requests: Stated.optional(), tokens: Stated.optional() }).optional(),
  blockMs: ms.optional(),
});

export interface SharedLimits {
  tell(member: string, news: LimitNews): void;
  /** Begins to take over what others tell. */
  hear(pool: Pool): void;
  close(): void;
}

/** What a vendor states of its limits to one process holds for all: they ask with the same key. */
export function shareLimits(shared: SharedState, onLost: (error: unknown) => void): SharedLimits {
  let end: (() => void) | undefined;
  return {
    tell(member, news) {
      shared.publish(topic, JSON.stringify({ member, ...news })).catch(onLost);
    },
    hear(pool) {
      end = shared.subscribe(topic, (text) => {
        const message = read(text);
        const member = message && pool.members.find(({ id }) => id === message.member);
        if (!member) return;
        const { requests, tokens } = message.stated ?? {};
        if (requests ?? tokens)
          member.gate.hear({
            ...(requests ? { requests: { ...requests, limit: requests.limit } } : {}),
            ...(tokens ? { tokens: { ...tokens, limit: tokens.limit } } : {}),
          });
        if (message.blockMs !== undefined) member.gate.block(message.blockMs);
      });
    },
    close: () => end?.(),
  };
}

function read(text: string): z.infer<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
