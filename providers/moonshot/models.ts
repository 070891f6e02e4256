import type { ModelInfo } from '../contract.ts';

/** Moonshot states no limit of the output beside the context. */
const shared = { tools: true, schema: true, drop: [], checkedAt: '2026-11-20' } as const;
const source = 'https://platform.kimi.ai/docs/pricing/chat';

export const models = [
  {
    ...shared,
    id: 'kimi-k2.6',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    price: { input: 0.95, output: 4 },
    source,
  },
  {
    ...shared,
    id: 'kimi-k3',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    price: { input: 3, output: 15, cacheRead: 0.3 },
    source,
  },
  {
    ...shared,
    id: 'kimi-k2.5',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    price: { input: 0.6, output: 3 },
    source,
  },
  {
    ...shared,
    id: 'moonshot-v1-8k',
    contextTokens: 8_192,
    maxOutputTokens: 8_192,
    price: { input: 0.2, output: 2 },
    source,
  },
] as const satisfies readonly ModelInfo[];
