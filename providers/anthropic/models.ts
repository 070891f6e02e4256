import type { EndingModel, ModelInfo } from '../contract.ts';
import { withPrices } from '../prices/with-prices.ts';

/** Models after Opus 4.6 refuse every temperature but 1. */
const shared = {
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  tools: true,
  schema: true,
  drop: ['temperature'],
  checkedAt: '2026-11-20',
} as const;

export const models = withPrices('anthropic', [
  {
    ...shared,
    id: 'claude-sonnet-5-5',
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
  {
    ...shared,
    id: 'claude-opus-5-5',
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
  {
    ...shared,
    id: 'claude-fable-5-2',
    source: 'https://docs.laozhang.ai/en/announcements/claude-fable-5-2-2026-11.md',
  },
  {
    ...shared,
    id: 'claude-haiku-5-5',
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
]) satisfies readonly ModelInfo[];

export const endings: readonly EndingModel[] = [
  {
    id: 'claude-sonnet-4-5',
    endsAt: '2026-11-30',
    replacedBy: 'claude-sonnet-5-5',
    source: 'https://platform.claude.com/docs/en/about-claude/model-deprecations',
  },
];
