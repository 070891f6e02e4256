import type { ModelInfo } from '../contract.ts';

/** There is no public price per token: what a call costs is not known. `GET /models_available` tells what a host serves. */
const shared = {
  contextTokens: 8_192,
  maxOutputTokens: 8_192,
  tools: true,
  schema: true,
  drop: [],
  source: 'https://github.com/Aleph-Alpha/aleph-alpha-client (11.5.1)',
  checkedAt: '2026-01-30',
} as const;

export const models = [
  { ...shared, id: 'pharia-1-llm-7b-control' },
  { ...shared, id: 'pharia-1-llm-7b-control-aligned' },
] as const satisfies readonly ModelInfo[];
