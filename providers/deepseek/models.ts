import type { EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/**
 * Thinking is on unless it is switched off, and a JSON schema is not held to the letter: it is asked for in words beside
 * `json_object`, which wants the word JSON in the prompt anyway.
 */
const shared = {
  contextTokens: 1_000_000,
  maxOutputTokens: 384_000,
  tools: true,
  schema: false,
  drop: [],
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
  checkedAt: '2026-11-15',
} as const;

export const models = withPrices('deepseek', [
  {
    ...shared,
    id: 'deepseek-flash',
  },
  {
    ...shared,
    id: 'deepseek-v4-pro',
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = ['deepseek-chat', 'deepseek-reasoner'].map((id) => ({
  id,
  endsAt: '2026-07-24',
  replacedBy: 'deepseek-flash',
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
}));
