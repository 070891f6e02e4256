import type { EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/**
 * Pinned by name: a preset may be answered by a third party's model at another price. The search tools, which cost by
 * the call, are not offered to it.
 */
export const models = withPrices('perplexity', [
  {
    id: 'perplexity/sonar',
    contextTokens: 128_000,
    maxOutputTokens: 8_192,
    tools: true,
    schema: true,
    drop: ['temperature', 'stop'],
    source: 'https://models.dev (Perplexity)',
    checkedAt: '2026-10-07',
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = ['sonar', 'sonar-pro', 'sonar-reasoning-pro'].map((id) => ({
  id,
  endsAt: '2026-09-27',
  replacedBy: 'perplexity/sonar',
  source: 'https://docs.perplexity.ai',
}));
