import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** Mistral states no limit of the output beside the context; the context is the least that it states for these. */
const shared = {
  contextTokens: 128_000,
  maxOutputTokens: 128_000,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://docs.mistral.ai/getting-started/models/models_overview',
  checkedAt: '2026-08-21',
} as const;

export const models = withPrices('mistral', [
  { ...shared, id: 'mistral-medium-3-5' },
  { ...shared, id: 'mistral-large-2512' },
  { ...shared, id: 'mistral-small-2603' },
  { ...shared, id: 'codestral-2508' },
  { ...shared, id: 'ministral-14b-2512' },
  { ...shared, id: 'ministral-8b-2512' },
  { ...shared, id: 'ministral-3b-2512' },
]) satisfies readonly ModelInfo[];

/** More than 256 texts in one call are refused. */
export const embeddings = withPrices('mistral', [
  {
    id: 'mistral-embed',
    dimensions: 1_024,
    shortens: 'no',
    maxInputTokens: 8_192,
    maxInputs: 256,
    purposes: false,
    source: 'https://docs.mistral.ai/capabilities/embeddings/text_embeddings',
    checkedAt: '2026-11-27',
  },
]) satisfies readonly EmbeddingModelInfo[];
