import type { ModelInfo } from '../contract.ts';

/** Together states no limit of the output beside the context. */
const shared = {
  contextTokens: 131_072,
  maxOutputTokens: 131_072,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://models.dev (Together AI)',
  checkedAt: '2026-07-02',
} as const;

export const models = [
  { ...shared, id: 'openai/gpt-oss-120b', price: { input: 0.15, output: 0.6 } },
  { ...shared, id: 'openai/gpt-oss-20b', price: { input: 0.05, output: 0.2 } },
  {
    ...shared,
    id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    price: { input: 0.88, output: 0.88 },
  },
] as const satisfies readonly ModelInfo[];
