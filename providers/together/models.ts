import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';
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

/**
 * How many texts one call takes was not found: few are sent. Its authors want an instruction before a question, and
 * nothing before what is searched.
 */
export const embeddings = [
  {
    id: 'intfloat/multilingual-e5-large-instruct',
    dimensions: 1_024,
    shortens: 'no',
    maxInputTokens: 514,
    maxInputs: 32,
    purposes: true,
    prefixes: {
      query: 'Instruct: Given a search query, retrieve relevant passages that answer the query\nQuery: ',
      document: '',
    },
    source: 'https://www.together.ai/models/multilingual-e5-large-instruct',
    checkedAt: '2026-11-27',
  },
] as const satisfies readonly EmbeddingModelInfo[];
