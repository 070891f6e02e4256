import type { ModelInfo } from '../contract.ts';

/** `text` and `json_object` are the only forms of an answer. */
const shared = {
  contextTokens: 256_000,
  maxOutputTokens: 4_096,
  tools: true,
  schema: false,
  drop: [],
  source: 'https://docs.ai21.com/docs/jamba-foundation-models',
  checkedAt: '2026-09-29',
} as const;

export const models = [
  { ...shared, id: 'jamba-large', price: { input: 2, output: 8 } },
  { ...shared, id: 'jamba-mini', price: { input: 0.2, output: 0.4 } },
] as const satisfies readonly ModelInfo[];
