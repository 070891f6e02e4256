import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** A wrong key may be answered with 400, like everything else that is wrong with a request. */
export function classify({ status, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (status !== 400 && status !== 422) return undefined;
  if (/api key|unauthori[sz]ed/i.test(message)) return 'providers.unauthorised';
  if (/context (length|window)|too long|maximum.*tokens/i.test(message)) return 'providers.context_too_long';
  return undefined;
}
