import type { Decision } from '#providers/contract.ts';

/** A decision between nobody and nobody, for records in tests that are not about it. */
export const plainDecision: Decision = {
  policy: { name: 'order', layer: 'default' },
  candidates: [],
  cache: 'off',
  overheadMs: 0,
};
