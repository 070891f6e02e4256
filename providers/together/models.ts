import type { ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

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

export const models = withPrices('together', [
  { ...shared, id: 'openai/gpt-oss-120b' },
  { ...shared, id: 'openai/gpt-oss-20b' },
  {
    ...shared,
    id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
  },
]) satisfies readonly ModelInfo[];
