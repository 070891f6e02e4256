import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** Errors are lists of `{ description, key, extras }`; the description of the first is what `message` holds. */
export function classify({ status, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (status !== 400) return undefined;
  if (/context (length|window)|too long|maximum.*tokens/i.test(message)) return 'providers.context_too_long';
  if (/model .*(not found|does not exist|unknown)/i.test(message)) return 'providers.model_not_found';
  return undefined;
}
