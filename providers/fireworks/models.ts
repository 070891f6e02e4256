import type { ModelInfo } from '../contract.ts';

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

export const models = [
  { ...shared, id: 'accounts/fireworks/models/gpt-oss-120b', price: { input: 0.15, output: 0.6 } },
  { ...shared, id: 'accounts/fireworks/models/gpt-oss-20b', price: { input: 0.07, output: 0.3 } },
  { ...shared, id: 'accounts/fireworks/models/deepseek-v4-flash', price: { input: 0.14, output: 0.28 } },
  { ...shared, id: 'accounts/fireworks/models/deepseek-v4-pro', price: { input: 1.74, output: 3.48 } },
  { ...shared, id: 'accounts/fireworks/models/kimi-k2p6', price: { input: 0.95, output: 4 } },
  { ...shared, id: 'accounts/fireworks/models/glm-5p2', price: { input: 1.4, output: 4.4 } },
] as const satisfies readonly ModelInfo[];
