import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';

/** The flex tier has no capacity left. */
const flexCapacityExceeded = 498;

export function classify(refusal: VendorRefusal): ProviderErrorCode | undefined {
  // A request larger than the tokens of a whole minute says `rate_limit_exceeded` too, but no wait makes it fit.
  if (refusal.status === 413) return 'providers.context_too_long';
  if (refusal.status === flexCapacityExceeded) return 'providers.overloaded';
  if (refusal.code === 'rate_limit_exceeded') return 'providers.rate_limited';
  return classifyRefusal(refusal);
}
