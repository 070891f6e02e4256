import type { EmbeddingModelInfo, ModelInfo } from '../contract.ts';

/**
 * What a server of one's own serves is its owner's choice: the context is assumed to be small, whole answers are asked
 * for in words because not every server holds a schema, and what a call costs is nothing that a vendor charges.
 */
export const served = {
  contextTokens: 32_768,
  maxOutputTokens: 8_192,
  tools: true,
  schema: false,
  drop: [],
  price: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  source: 'the server itself',
  checkedAt: '2026-11-27',
} as const;

/** Stands for the first model of `GET /models`. */
export const firstListed = 'default';

export const models = [{ ...served, id: firstListed }] as const satisfies readonly ModelInfo[];

/** Stands for the model that LOCAL_EMBEDDING_MODEL names: a server lists its models without saying which embed. */
export const embeddings = [
  {
    id: firstListed,
    shortens: 'any',
    maxInputs: 32,
    purposes: false,
    price: { input: 0, output: 0 },
    source: 'the server itself',
    checkedAt: '2026-11-27',
  },
] as const satisfies readonly EmbeddingModelInfo[];
