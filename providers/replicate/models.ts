import type { ModelInfo } from '../contract.ts';

/**
 * Models take a prompt: no turns, tools or schemas. Most are billed by the second and others by the token, which only
 * each model's page tells: no price is stated here, so that none is wrong.
 */
export const models = [
  {
    id: 'meta/meta-llama-3-70b-instruct',
    contextTokens: 8_192,
    maxOutputTokens: 4_096,
    tools: false,
    vision: false,
    schema: false,
    drop: ['stop'],
    source: 'https://replicate.com/docs/reference/http',
    checkedAt: '2026-11-20',
  },
] as const satisfies readonly ModelInfo[];
