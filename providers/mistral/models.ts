import type { ModelInfo } from '../contract.ts';

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

export const models = [
  { ...shared, id: 'mistral-medium-3-5', price: { input: 1.5, output: 7.5 } },
  { ...shared, id: 'mistral-large-2512', price: { input: 0.5, output: 1.5 } },
  { ...shared, id: 'mistral-small-2603', price: { input: 0.15, output: 0.6 } },
  { ...shared, id: 'codestral-2508', price: { input: 0.3, output: 0.9 } },
  { ...shared, id: 'ministral-14b-2512', price: { input: 0.2, output: 0.2 } },
  { ...shared, id: 'ministral-8b-2512', price: { input: 0.15, output: 0.15 } },
  { ...shared, id: 'ministral-3b-2512', price: { input: 0.1, output: 0.1 } },
] as const satisfies readonly ModelInfo[];
