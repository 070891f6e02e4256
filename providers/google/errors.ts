import { z } from 'zod';
import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';
import type { JsonPost } from '../http/post-json.ts';

const detail = z.looseObject({ retryDelay: z.string().optional(), reason: z.string().optional() });
const body = z.object({
  error: z.object({
    message: z.string().optional(),
    status: z.string().optional(),
    details: z.array(detail).optional().catch(undefined),
  }),
});

/** The wait stands inside the body, as `RetryInfo.retryDelay`: seconds with an `s` (google.rpc.RetryInfo). */
export const readError: JsonPost['readError'] = (value) => {
  // A stream that fails before it begins may be answered with a list of one.
  const { data } = body.safeParse(Array.isArray(value) ? value[0] : value);
  const details = data?.error.details ?? [];
  const delay = details.map(({ retryDelay }) => retryDelay).find((stated) => stated !== undefined);
  return {
    type: data?.error.status,
    code: details.map(({ reason }) => reason).find((stated) => stated !== undefined),
    message: data?.error.message,
    retryAfterMs: delay === undefined ? undefined : secondsToMs(delay),
  };
};

function secondsToMs(delay: string): number | undefined {
  const seconds = delay.match(/^(\d+(?:\.\d+)?)s$/)?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}

export function classify({ type, code, message }: VendorRefusal): ProviderErrorCode | undefined {
  if (code === 'API_KEY_INVALID' || /API key not valid/i.test(message)) return 'providers.unauthorised';
  // google.api.ErrorReason: the project is linked to no account that pays.
  if (code === 'BILLING_DISABLED') return 'providers.quota';
  if (type === 'RESOURCE_EXHAUSTED') return 'providers.rate_limited';
  if (
    type === 'INVALID_ARGUMENT' &&
    /exceeds the (maximum number of tokens|limit: \d+ bytes)/i.test(message)
  ) {
    return 'providers.context_too_long';
  }
  return undefined;
}
