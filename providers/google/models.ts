import type { ModelInfo } from '../contract.ts';

const shared = {
  contextTokens: 1_048_576,
  maxOutputTokens: 65_536,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  checkedAt: '2026-10-07',
} as const;

export const models = [
  {
    ...shared,
    id: 'gemini-3.8-flash',
    price: { input: 0.75, output: 3.75, until: { date: '2027-01-01', next: { input: 1.5, output: 7.5 } } },
  },
  { ...shared, id: 'gemini-3.5-flash', price: { input: 1.5, output: 9 } },
  { ...shared, id: 'gemini-3.5-flash-lite', price: { input: 0.3, output: 2.5 } },
  { ...shared, id: 'gemini-3.1-flash-lite', price: { input: 0.25, output: 1.5 } },
  {
    ...shared,
    id: 'gemini-3.1-pro-preview',
    price: { input: 2, output: 12, above: { inputTokens: 200_000, input: 4, output: 18 } },
  },
  { ...shared, id: 'gemini-2.5-pro', price: { input: 1.25, output: 10 } },
  { ...shared, id: 'gemini-2.5-flash', price: { input: 0.3, output: 2.5 } },
  { ...shared, id: 'gemini-2.5-flash-lite', price: { input: 0.1, output: 0.4 } },
] as const satisfies readonly ModelInfo[];
