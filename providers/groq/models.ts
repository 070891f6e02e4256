import type { EndingModel, ModelInfo } from '../contract.ts';
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

export const endings: readonly EndingModel[] = [
  {
    id: 'llama-3.3-70b-versatile',
    endsAt: '2026-08-16',
    replacedBy: 'openai/gpt-oss-120b',
    source: 'https://console.groq.com/docs/deprecations',
  },
];
