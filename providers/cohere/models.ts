import type { EmbeddingModelInfo, EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

const shared = {
  contextTokens: 256_000,
  maxOutputTokens: 8_192,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://docs.cohere.com/docs/models',
  checkedAt: '2026-08-20',
} as const;

export const models = withPrices('cohere', [
  {
    ...shared,
    id: 'command-a-plus-05-2026',
  },
  { ...shared, id: 'command-a-03-2025' },
  {
    ...shared,
    id: 'command-r7b-12-2024',
    contextTokens: 128_000,
    maxOutputTokens: 4_096,
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = [
  {
    id: 'command-r',
    endsAt: '2025-09-15',
    replacedBy: 'command-r7b-12-2024',
    source: 'https://docs.cohere.com/docs/deprecations',
  },
  {
    id: 'command-r-plus',
    endsAt: '2025-09-15',
    replacedBy: 'command-a-03-2025',
    source: 'https://docs.cohere.com/docs/deprecations',
  },
];

export const embeddings = withPrices('cohere', [
  {
    id: 'embed-v4.0',
    dimensions: 1_536,
    shortens: [256, 512, 1_024, 1_536],
    maxInputTokens: 128_000,
    maxInputs: 96,
    purposes: true,
    source: 'https://docs.cohere.com/docs/embeddings',
    checkedAt: '2026-11-27',
  },
]) satisfies readonly EmbeddingModelInfo[];
