import type { ModelInfo } from '../contract.ts';

/** Models after Opus 4.6 refuse every temperature but 1. */
const shared = {
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  tools: true,
  schema: true,
  drop: ['temperature'],
  checkedAt: '2026-11-20',
} as const;

/** `cacheWrite` is the price of a cache that lives five minutes. */
export const models = [
  {
    ...shared,
    id: 'claude-sonnet-5-5',
    price: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
  {
    ...shared,
    id: 'claude-opus-5-5',
    price: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
  {
    ...shared,
    id: 'claude-fable-5-2',
    price: { input: 8, output: 40, cacheRead: 0.2, cacheWrite: 10 },
    source: 'https://docs.laozhang.ai/en/announcements/claude-fable-5-2-2026-11.md',
  },
  {
    ...shared,
    id: 'claude-haiku-5-5',
    price: {
      input: 0.1,
      output: 0.5,
      cacheRead: 0.01,
      cacheWrite: 0.125,
      above: { inputTokens: 100_000, input: 0.5, output: 2.5 },
    },
    source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  },
] as const satisfies readonly ModelInfo[];
