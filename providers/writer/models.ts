import type { ModelInfo } from '../contract.ts';

const shared = {
  tools: true,
  schema: true,
  drop: [],
  source: 'https://dev.writer.com/home/models',
  checkedAt: '2026-08-20',
} as const;

export const models = [
  {
    ...shared,
    id: 'palmyra-x5',
    contextTokens: 1_000_000,
    maxOutputTokens: 8_192,
    price: { input: 0.6, output: 6 },
  },
  {
    ...shared,
    id: 'palmyra-x4',
    contextTokens: 128_000,
    maxOutputTokens: 8_192,
    price: { input: 2.5, output: 10 },
  },
] as const satisfies readonly ModelInfo[];
