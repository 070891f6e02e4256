import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';

/** Moonshot answers 429 for three different things, and tells them apart by the type. */
const byType: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['engine_overloaded_error', 'providers.overloaded'],
  ['exceeded_current_quota_error', 'providers.quota'],
  ['rate_limit_reached_error', 'providers.rate_limited'],
]);

export function classify(refusal: VendorRefusal): ProviderErrorCode | undefined {
  const known = byType.get(refusal.type ?? '');
  if (known) return known;
  // A 403 is about the balance when it says so; else the key lacks a right.
  if (refusal.status === 403 && /balance|quota/i.test(refusal.message)) return 'providers.quota';
  if (refusal.status === 400 && /exceeded model token limit/i.test(refusal.message)) {
    return 'providers.context_too_long';
  }
  return classifyRefusal(refusal);
}
