import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

const shared = {
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  checkedAt: '2026-10-07',
} as const;

export const models = withPrices('google', [
  {
    ...shared,
    id: 'gemini-3.8-flash',
  },
  { ...shared, id: 'gemini-3.5-flash' },
  { ...shared, id: 'gemini-3.5-flash-lite' },
  { ...shared, id: 'gemini-3.1-flash-lite' },
  {
    ...shared,
    id: 'gemini-3.1-pro-preview',
  },
  { ...shared, id: 'gemini-2.5-pro' },
  { ...shared, id: 'gemini-2.5-flash' },
  { ...shared, id: 'gemini-2.5-flash-lite' },
]) satisfies readonly ModelInfo[];

/** Shortened vectors are not of length one as they come: the adapter makes them so. */
export const embeddings = withPrices('google', [
  {
    id: 'gemini-embedding-001',
    dimensions: 3_072,
    shortens: 'any',
    maxInputTokens: 2_048,
    maxInputs: 100,
    purposes: true,
    source: 'https://ai.google.dev/gemini-api/docs/embeddings',
    checkedAt: '2026-11-27',
  },
]) satisfies readonly EmbeddingModelInfo[];
