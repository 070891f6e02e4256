import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';

/**
 * The router hands a call to one of its partners, whose limits and prices differ and which `GET /v1/models` tells: no
 * price is stated here, so that none is wrong.
 */
const shared = {
  contextTokens: 131_072,
  maxOutputTokens: 131_072,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://huggingface.co/docs/inference-providers',
  checkedAt: '2026-08-22',
} as const;

export const models = [
  { ...shared, id: 'openai/gpt-oss-120b' },
  { ...shared, id: 'openai/gpt-oss-20b' },
] as const satisfies readonly ModelInfo[];

/** Asked of Hugging Face's own servers. Its authors want a word for the purpose before each text. */
export const embeddings = [
  {
    id: 'intfloat/multilingual-e5-large',
    dimensions: 1_024,
    shortens: 'no',
    maxInputTokens: 512,
    maxInputs: 32,
    purposes: true,
    prefixes: { query: 'query: ', document: 'passage: ' },
    source: 'https://huggingface.co/docs/inference-providers/tasks/feature-extraction',
    checkedAt: '2026-11-27',
  },
] as const satisfies readonly EmbeddingModelInfo[];
