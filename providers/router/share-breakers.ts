import { z } from 'zod';
import type { BreakerNews } from './breaker.ts';
import type { Pool } from './pool.ts';
import type { SharedState } from './shared-state.ts';
import type { Time } from './time.ts';

const topic = 'breakers';
const Message = z.object({
  member: z.string(),
  // Durations, because the clocks of two computers differ.
  openMs: z.number().nonnegative(),
  level: z.int().nonnegative(),
});

export interface SharedBreakers {
  tell(member: string, news: BreakerNews): void;
  /** Begins to take over what others tell. */
  hear(pool: Pool, time: Time): void;
  close(): void;
}

/** What one process found out, all know: an outage is paid for once. */
export function shareBreakers(shared: SharedState, onLost: (error: unknown) => void): SharedBreakers {
  let end: (() => void) | undefined;
  return {
    tell(member, news) {
      shared.publish(topic, JSON.stringify({ member, ...news })).catch(onLost);
    },
    hear(pool, time) {
      end = shared.subscribe(topic, (text) => {
        const message = read(text);
        const member = message && pool.members.find(({ id }) => id === message.member);
        if (message) member?.breaker.adopt(message, time.now());
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
