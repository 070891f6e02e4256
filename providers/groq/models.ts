import type { ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

const shared = {
  contextTokens: 131_072,
  tools: true,
  schema: true,
  drop: [],
  checkedAt: '2026-11-20',
} as const;

export const models = withPrices('groq', [
  {
    ...shared,
    id: 'openai/gpt-oss-120b',
    maxOutputTokens: 65_536,
    source: 'https://console.groq.com/docs/models',
  },
  {
    ...shared,
    id: 'openai/gpt-oss-20b',
    maxOutputTokens: 65_536,
    source: 'https://console.groq.com/docs/models',
  },
]) satisfies readonly ModelInfo[];
