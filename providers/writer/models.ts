import type { EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

const shared = {
  tools: true,
  schema: true,
  drop: [],
  source: 'https://dev.writer.com/home/models',
  checkedAt: '2026-08-20',
} as const;

export const models = withPrices('writer', [
  {
    ...shared,
    id: 'palmyra-x5',
    vision: true,
    contextTokens: 1_000_000,
    maxOutputTokens: 8_192,
  },
  {
    ...shared,
    id: 'palmyra-x4',
    contextTokens: 128_000,
    maxOutputTokens: 8_192,
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = [
  'palmyra-med',
  'palmyra-fin',
  'palmyra-creative',
  'palmyra-x-003-instruct',
  'palmyra-vision',
].map((id) => ({
  id,
  endsAt: '2026-07-13',
  replacedBy: 'palmyra-x5',
  source: 'https://dev.writer.com/home/models',
}));
