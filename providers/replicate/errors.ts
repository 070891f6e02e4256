import { z } from 'zod';
import { ProviderError, type ProviderErrorCode, type VendorRefusal } from '../errors.ts';
import type { JsonPost } from '../http/post-json.ts';

const body = z.object({ title: z.string().optional(), detail: z.string().optional() });

/** `{ title, detail, status }`. */
export const readError: JsonPost['readError'] = (value) => {
  const { title, detail } = body.safeParse(value).data ?? {};
  return { message: detail ?? title };
};

export function classify({ status, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (status === 422 && /too long|context/i.test(message)) return 'providers.context_too_long';
  return undefined;
}

/** The model itself failed, which says little of why; what it did may be billed. */
export const predictionFailed = (status: string): ProviderError =>
  new ProviderError('providers.overloaded', 'replicate', {
    details: { prediction: status },
    mayBeBilled: true,
  });
