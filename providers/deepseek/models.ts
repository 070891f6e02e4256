import type { ModelInfo } from '../contract.ts';

/**
 * Thinking is on unless it is switched off, and a JSON schema is not held to the letter: it is asked for in words beside
 * `json_object`, which wants the word JSON in the prompt anyway.
 */
const shared = {
  contextTokens: 1_000_000,
  maxOutputTokens: 384_000,
  tools: true,
  schema: false,
  drop: [],
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
  checkedAt: '2026-11-15',
} as const;

/** 09:00 to 12:00 and 14:00 to 18:00 in Beijing. */
const hoursUtc = [
  [1, 4],
  [6, 10],
] as const;

export const models = [
  {
    ...shared,
    id: 'deepseek-flash',
    price: {
      input: 0.15,
      output: 0.6,
      cacheRead: 0.003,
      peak: { hoursUtc, input: 0.3, output: 1.2, cacheRead: 0.006 },
    },
  },
  {
    ...shared,
    id: 'deepseek-v4-pro',
    price: {
      input: 0.66,
      output: 1.98,
      cacheRead: 0.022,
      peak: { hoursUtc, input: 1.32, output: 3.96, cacheRead: 0.044 },
    },
  },
] as const satisfies readonly ModelInfo[];
