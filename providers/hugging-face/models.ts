import type { ModelInfo } from '../contract.ts';

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
