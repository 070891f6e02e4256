import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** The account, its contract or its spend limit: waiting does not help. */
const quotaCodes = new Set([
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_billing_unavailable',
  'linked_organization_spend_limit_reached',
]);

const byType: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['authentication_error', 'providers.unauthorised'],
  ['billing_error', 'providers.quota'],
  ['not_found_error', 'providers.model_not_found'],
  ['overloaded_error', 'providers.overloaded'],
  ['permission_error', 'providers.unauthorised'],
  ['rate_limit_error', 'providers.rate_limited'],
  ['request_too_large', 'providers.context_too_long'],
  ['timeout_error', 'providers.timeout'],
]);

/** Two cases have no code of their own: an `invalid_request_error` tells them apart in its sentence only. */
const bySentence: readonly (readonly [RegExp, ProviderErrorCode])[] = [
  [/prompt is too long|exceed context limit/i, 'providers.context_too_long'],
  [/credit balance is too low/i, 'providers.quota'],
];

export function classify({ type = '', code = '', message }: VendorRefusal): ProviderErrorCode | undefined {
  if (quotaCodes.has(code)) return 'providers.quota';
  if (type === 'invalid_request_error') return bySentence.find(([sentence]) => sentence.test(message))?.[1];
  return byType.get(type);
}
