import { z } from 'zod';
import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import type { JsonPost } from '../http/post-json.ts';

const word = z.coerce.string().optional().catch(undefined);
const body = z.object({ error: z.object({ code: word, message: word, type: word }) });

export const readError: JsonPost['readError'] = (value) => body.safeParse(value).data?.error ?? {};

export function classify({ status, type, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (type === 'insufficient_quota') return 'providers.quota';
  if (status === 400 && /context|too long|maximum.*tokens/i.test(message))
    return 'providers.context_too_long';
  if (status === 400 && /invalid model/i.test(message)) return 'providers.model_not_found';
  return undefined;
}
