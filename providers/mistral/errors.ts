import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import { classifyRefusal } from '../openai-compatible/classify-refusal.ts';

export function classify(refusal: VendorRefusal): ProviderErrorCode | undefined {
  const { type = '', status, message } = refusal;
  if (type === 'invalid_model') return 'providers.model_not_found';
  if (status === 400 && /too large for model|maximum context length/i.test(message)) {
    return 'providers.context_too_long';
  }
  return classifyRefusal(refusal);
}
