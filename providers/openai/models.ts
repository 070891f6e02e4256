import type { ModelInfo } from '../contract.ts';

/** All of the sixth generation: reasoning can't be switched off by default, so no temperature. */
const shared = {
  contextTokens: 1_050_000,
  maxOutputTokens: 128_000,
  tools: true,
  schema: true,
  drop: ['temperature'],
} as const;

/** Past this input the whole request costs twice the input and one and a half times the output price. */
const longInputTokens = 272_000;

export const models = [
  {
    ...shared,
    id: 'gpt-6.1-terra',
    price: {
      input: 1,
      output: 5,
      cacheRead: 0.05,
      cacheWrite: 1.25,
      above: { inputTokens: longInputTokens, input: 2, output: 7.5, cacheRead: 0.1, cacheWrite: 2.5 },
    },
    source: 'https://docs.litellm.ai/blog/gpt-6-1-terra',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6.1-sol',
    price: {
      input: 2,
      output: 10,
      cacheRead: 0.1,
      above: { inputTokens: longInputTokens, input: 4, output: 15, cacheRead: 0.2 },
    },
    source: 'https://github.com/BerriAI/litellm/discussions/39633',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6.2-astra',
    price: {
      input: 8,
      output: 40,
      above: { inputTokens: longInputTokens, input: 16, output: 60 },
    },
    source: 'https://apidog.com/es/blog/gpt-6-2-astra-api',
    checkedAt: '2026-11-20',
  },
  {
    ...shared,
    id: 'gpt-6-luna',
    price: {
      input: 0.1,
      output: 0.5,
      cacheRead: 0.01,
      cacheWrite: 0.125,
      above: { inputTokens: longInputTokens, input: 0.2, output: 0.75, cacheRead: 0.02, cacheWrite: 0.25 },
    },
    source: 'https://github.com/BerriAI/litellm/discussions/39633',
    checkedAt: '2026-11-20',
  },
] as const satisfies readonly ModelInfo[];
