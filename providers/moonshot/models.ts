import type { ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** Moonshot states no limit of the output beside the context. */
const shared = { tools: true, schema: true, drop: [], checkedAt: '2026-11-20' } as const;
const source = 'https://platform.kimi.ai/docs/pricing/chat';

export const models = withPrices('moonshot', [
  {
    ...shared,
    id: 'kimi-k2.6',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    source,
  },
  {
    ...shared,
    id: 'kimi-k3',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    source,
  },
  {
    ...shared,
    id: 'kimi-k2.5',
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    source,
  },
  {
    ...shared,
    id: 'moonshot-v1-8k',
    contextTokens: 8_192,
    maxOutputTokens: 8_192,
    source,
  },
]) satisfies readonly ModelInfo[];
