import type { ModelInfo } from '../contract.ts';

const shared = {
  contextTokens: 131_072,
  tools: true,
  schema: true,
  drop: [],
  checkedAt: '2026-11-20',
} as const;

export const models = [
  {
    ...shared,
    id: 'openai/gpt-oss-120b',
    maxOutputTokens: 65_536,
    price: { input: 0.15, output: 0.6, cacheRead: 0.075 },
    source: 'https://console.groq.com/docs/models',
  },
  {
    ...shared,
    id: 'openai/gpt-oss-20b',
    maxOutputTokens: 65_536,
    price: { input: 0.075, output: 0.3 },
    source: 'https://console.groq.com/docs/models',
  },
] as const satisfies readonly ModelInfo[];
