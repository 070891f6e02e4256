import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** A `p` stands for the decimal point in Fireworks' names. It states no limit of the output beside the context. */
const shared = {
  contextTokens: 131_072,
  maxOutputTokens: 131_072,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://github.com/Portkey-AI/models (fireworks-ai)',
  checkedAt: '2026-08-21',
} as const;

export const models = withPrices('fireworks', [
  { ...shared, id: 'accounts/fireworks/models/gpt-oss-120b' },
  { ...shared, id: 'accounts/fireworks/models/gpt-oss-20b' },
  { ...shared, id: 'accounts/fireworks/models/deepseek-v4-flash' },
  { ...shared, id: 'accounts/fireworks/models/deepseek-v4-pro' },
  { ...shared, id: 'accounts/fireworks/models/kimi-k2p6' },
  { ...shared, id: 'accounts/fireworks/models/glm-5p2' },
]) satisfies readonly ModelInfo[];

/** Its authors want a word for the purpose before each text. Of the limits found for one call the least is kept. */
export const embeddings = [
  {
    id: 'nomic-ai/nomic-embed-text-v1.5',
    dimensions: 768,
    shortens: 'any',
    maxInputTokens: 8_192,
    maxInputs: 8,
    purposes: true,
    prefixes: { query: 'search_query: ', document: 'search_document: ' },
    source: 'https://huggingface.co/nomic-ai/nomic-embed-text-v1.5',
    checkedAt: '2026-11-27',
  },
] as const satisfies readonly EmbeddingModelInfo[];
