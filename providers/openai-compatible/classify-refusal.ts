import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** The error codes that vendors of this shape took over from OpenAI. */
const byCode: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['content_filter', 'providers.refused'],
  ['content_policy_violation', 'providers.refused'],
  ['context_length_exceeded', 'providers.context_too_long'],
  ['invalid_api_key', 'providers.unauthorised'],
  ['model_not_found', 'providers.model_not_found'],
]);

/** Undefined where the status says enough. */
export function classifyRefusal({ code }: VendorRefusal): ProviderErrorCode | undefined {
  return code === undefined ? undefined : byCode.get(code);
}
