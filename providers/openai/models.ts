import type { EmbeddingModelInfo, EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** All of the sixth generation: reasoning can't be switched off by default, so no temperature. */
const shared = {
  contextTokens: 1_050_000,
  maxOutputTokens: 128_000,
  tools: true,
  schema: true,
  drop: ['temperature'],
} as const;

export const models = withPrices('openai', [
  {
    ...shared,
    id: 'gpt-6.1-terra',
    source: 'https://docs.litellm.ai/blog/gpt-6-1-terra',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6.1-sol',
    source: 'https://github.com/BerriAI/litellm/discussions/39633',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6.2-astra',
    source: 'https://apidog.com/es/blog/gpt-6-2-astra-api',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6-luna',
    source: 'https://github.com/BerriAI/litellm/discussions/39633',
    checkedAt: '2026-11-20',
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = [
  {
    id: 'gpt-4.1-mini',
    endsAt: '2027-01-14',
    replacedBy: 'gpt-6-luna',
    source: 'https://developers.openai.com/api/docs/deprecations',
  },
];

/** Up to 2,048 texts and 300,000 tokens in one call. */
export const embeddings = withPrices('openai', [
  {
    id: 'text-embedding-3-small',
    dimensions: 1_536,
    shortens: 'any',
    maxInputTokens: 8_192,
    maxInputs: 2_048,
    maxBatchTokens: 300_000,
    purposes: false,
    source: 'https://platform.openai.com/docs/api-reference/embeddings',
    checkedAt: '2026-11-27',
  },
  {
    id: 'text-embedding-3-large',
    dimensions: 3_072,
    shortens: 'any',
    maxInputTokens: 8_192,
    maxInputs: 2_048,
    maxBatchTokens: 300_000,
    purposes: false,
    source: 'https://platform.openai.com/docs/api-reference/embeddings',
    checkedAt: '2026-11-27',
  },
]) satisfies readonly EmbeddingModelInfo[];
