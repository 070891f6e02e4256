import type { ModelInfo } from '../contract.ts';

const shared = {
  contextTokens: 256_000,
  maxOutputTokens: 8_192,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://docs.cohere.com/docs/models',
  checkedAt: '2026-08-20',
} as const;

export const models = [
  {
    ...shared,
    id: 'command-a-plus-05-2026',
    price: { input: 2.5, output: 10 },
  },
  { ...shared, id: 'command-a-03-2025', price: { input: 2.5, output: 10 } },
  {
    ...shared,
    id: 'command-r7b-12-2024',
    contextTokens: 128_000,
    maxOutputTokens: 4_096,
    price: { input: 0.0375, output: 0.15 },
  },
] as const satisfies readonly ModelInfo[];
