import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';

/** A 429 with one of these is no rate limit: waiting does not help. */
const quotaCodes = new Set([
  'credit_balance_exhausted',
  'insufficient_quota',
  'organization_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'project_spend_limit_exceeded',
]);

/** Errors inside a stream have no status, only their code. */
const rateLimitCodes = new Set(['rate_limit_exceeded', 'slow_down']);

export function classify(refusal: VendorRefusal): ProviderErrorCode | undefined {
  const { code = '' } = refusal;
  if (quotaCodes.has(code) || refusal.type === 'insufficient_quota') return 'providers.quota';
  if (rateLimitCodes.has(code)) return 'providers.rate_limited';
  return classifyRefusal(refusal);
}
