import type { Clock } from '#monitoring/clock.ts';

interface Limit {
  readonly count: number;
  readonly windowMs: number;
}

const perMinute = (count: number): Limit => ({ count, windowMs: 60_000 });

/** Slack's tiers, per method, workspace and app. Messages have their own rule: one a second in a channel. */
const limits: Readonly<Record<string, Limit>> = {
  'auth.test': perMinute(100),
  'chat.postMessage': { count: 1, windowMs: 1_000 },
  'chat.postEphemeral': perMinute(100),
  'chat.update': perMinute(50),
  'chat.delete': perMinute(50),
  'chat.getPermalink': perMinute(100),
  'conversations.info': perMinute(50),
  'conversations.history': perMinute(50),
  'conversations.replies': perMinute(50),
  'conversations.open': perMinute(50),
  'users.info': perMinute(100),
  'reactions.add': perMinute(50),
};

/** Commercial apps outside the marketplace: one read a minute. Internal apps are exempt. */
const unlistedReads: Readonly<Record<string, Limit>> = {
  'conversations.history': perMinute(1),
  'conversations.replies': perMinute(1),
};

export interface RateLimits {
  /** Counts a call. Returns the seconds to wait when it is over the limit, else undefined. */
  take(method: string, channel: string | undefined): number | undefined;
}

/** `unlisted`: the limits of a commercial app that is not in Slack's marketplace. */
export type RateLimitMode = 'internal' | 'unlisted' | 'off';

export function createRateLimits(clock: Clock, mode: RateLimitMode): RateLimits {
  const calls = new Map<string, number[]>();
  return {
    take: (method, channel) => {
      const limit = (mode === 'unlisted' ? unlistedReads[method] : undefined) ?? limits[method];
      if (mode === 'off' || !limit) return undefined;
      const key = method === 'chat.postMessage' ? `${method} ${channel ?? ''}` : method;
      const now = clock.now();
      const recent = (calls.get(key) ?? []).filter((at) => now - at < limit.windowMs);
      if (recent.length >= limit.count) {
        return Math.max(1, Math.ceil(((recent[0] ?? now) + limit.windowMs - now) / 1_000));
      }
      calls.set(key, [...recent, now]);
      return undefined;
    },
  };
}
