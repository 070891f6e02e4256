import type { ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** `text` and `json_object` are the only forms of an answer. */
const shared = {
  contextTokens: 256_000,
  maxOutputTokens: 4_096,
  tools: true,
  // The vendor wants `stream` to be false where there are tools.
  streamsTools: false,
  schema: false,
  drop: [],
  source: 'https://docs.ai21.com/docs/jamba-foundation-models',
  checkedAt: '2026-09-29',
} as const;

export const models = withPrices('ai21', [
  { ...shared, id: 'jamba-large' },
  { ...shared, id: 'jamba-mini' },
]) satisfies readonly ModelInfo[];
