import { z } from 'zod';
import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import type { JsonPost } from '../http/post-json.ts';

const body = z.object({ message: z.string() });

/** `{ message, id? }`: the status and a sentence are all there is. */
export const readError: JsonPost['readError'] = (value) => ({ message: body.safeParse(value).data?.message });

export function classify({ status, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (status === 400 && /too many tokens|context (length|window)/i.test(message)) {
    return 'providers.context_too_long';
  }
  // A trial key is told its monthly end with 429, which no wait ends.
  if (status === 429 && /trial key|per month/i.test(message)) return 'providers.quota';
  if (status === 404 && /model/i.test(message)) return 'providers.model_not_found';
  return undefined;
}
