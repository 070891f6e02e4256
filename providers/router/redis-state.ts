import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SharedState } from './shared-state.ts';

/** The little of a Redis client that is used; the two connections are opened and closed by the caller. */
export interface RedisCommands {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
}

/** A connection that subscribes can do nothing else. */
export interface RedisSubscriber {
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  off(event: 'message', listener: (channel: string, message: string) => void): unknown;
}

/** Looks and adds in one step, so that two processes never take the same last call. */
const takeScript = `
local used = tonumber(redis.call('get', KEYS[1]) or '0')
local left = redis.call('pttl', KEYS[1])
if left < 0 then left = tonumber(ARGV[3]) end
if used + tonumber(ARGV[1]) > tonumber(ARGV[2]) then return {0, left} end
if redis.call('incrby', KEYS[1], ARGV[1]) == tonumber(ARGV[1]) then redis.call('pexpire', KEYS[1], ARGV[3]) end
return {1, left}
`;

const Taken = z.tuple([z.number(), z.number()]);
const Told = z.object({ from: z.string(), message: z.string() });

/** Keeps its keys apart from others under `prefix`. */
export function redisState(
  commands: RedisCommands,
  subscriber: RedisSubscriber,
  prefix: string,
): SharedState {
  const own = randomUUID();
  const named = (name: string) => `${prefix}:router:${name}`;
  return {
    get: async (key) => (await commands.get(named(key))) ?? undefined,
    async set(key, value, ttlMs) {
      await commands.set(named(key), value, 'PX', Math.max(1, Math.round(ttlMs)));
    },
    async take(key, amount, { limit, windowMs }) {
      const [ok, resetMs] = Taken.parse(
        await commands.eval(takeScript, 1, named(key), Math.ceil(amount), limit, windowMs),
      );
      return { ok: ok === 1, resetMs };
    },
    async publish(topic, message) {
      await commands.publish(named(topic), JSON.stringify({ from: own, message }));
    },
    subscribe(topic, listener) {
      const channel = named(topic);
      const hear = (heardOn: string, text: string) => {
        if (heardOn !== channel) return;
        const told = read(text);
        if (told && told.from !== own) listener(told.message);
      };
      subscriber.on('message', hear);
      // A client that reconnects subscribes again by itself; until then each process knows its own.
      subscriber.subscribe(channel).catch(() => undefined);
      return () => {
        subscriber.off('message', hear);
        subscriber.unsubscribe(channel).catch(() => undefined);
      };
    },
  };
}

function read(text: string): z.infer<typeof Told> | undefined {
  try {
    return Told.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
