import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { SharedState } from '../shared-state.ts';

const KeptAnswer = z.object({
  provider: z.string(),
  model: z.string(),
  /** What the answer cost when it was given; absent = unknown. */
  costUsd: z.number().optional(),
  result: z.object({
    text: z.string(),
    toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
    finish: z.enum(['stop', 'length', 'tool-calls']),
    model: z.string(),
    warnings: z.array(z.string()),
    vendorParts: z.unknown().optional(),
  }),
});
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** Answers by question, in this process and, when there is one, in the state that several share. */
export interface KeptAnswers {
  find(key: string): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
  keep(key: string, answer: KeptAnswer, ttlMs: number): void;
}

const maxBytes = 64 * 1_024 * 1_024;
const maxAnswerBytes = 1_024 * 1_024;

export function createKeptAnswers(
  shared: SharedState | undefined,
  onLost: (error: unknown) => void,
): KeptAnswers {
  const near = new LRUCache<string, string>({
    maxSize: maxBytes,
    maxEntrySize: maxAnswerBytes,
    // Two bytes for each UTF-16 unit, and what an entry itself takes.
    sizeCalculation: (text, key) => 2 * (text.length + key.length) + 200,
  });
  const findFar = async (state: SharedState, key: string) => {
    try {
      const text = await state.get(`answer:${key}`);
      return text === undefined ? undefined : read(text);
    } catch (error) {
      onLost(error);
      return undefined;
    }
  };
  return {
    find(key) {
      const text = near.get(key);
      if (text !== undefined) return read(text);
      return shared ? findFar(shared, key) : undefined;
    },
    keep(key, answer, ttlMs) {
      const text = JSON.stringify(answer);
      if (text.length > maxAnswerBytes) return;
      near.set(key, text, { ttl: ttlMs });
      shared?.set(`answer:${key}`, text, ttlMs).catch(onLost);
    },
  };
}

/** What another version kept in another shape is not there. */
function read(text: string): KeptAnswer | undefined {
  try {
    return KeptAnswer.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
