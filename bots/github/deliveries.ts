import { z } from 'zod';
import type { Api } from './api.ts';

/** One attempt of GitHub to deliver something; attempts of one delivery share its `guid`. */
const Attempt = z.object({
  id: z.number().int(),
  guid: z.string(),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  /** 0 while it is under way, and for ever when no answer came. */
  status_code: z.number().int(),
  event: z.string(),
});

export interface DeliveryAttempt {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly isRedelivery: boolean;
  readonly statusCode: number;
}

const Detail = z.object({ response: z.object({ payload: z.string().nullish() }).nullish() });
const Acknowledgement = z.object({ delivery: z.string() });

/** Attempts of the App's webhook, newest first, as far back as `since` (GitHub keeps three days). */
export async function listAttempts(
  api: Api,
  options: { readonly since: number; readonly maxPages: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly DeliveryAttempt[]> {
  const { since, maxPages, signal } = options;
  const attempts = await api.list({
    route: 'GET /app/hook/deliveries',
    answer: Attempt,
    maxPages,
    isEnough: (page) => page.some((attempt) => Date.parse(attempt.delivered_at) < since),
    signal,
  });
  return attempts.map(toAttempt).filter(({ at }) => at >= since);
}

const toAttempt = (attempt: z.infer<typeof Attempt>): DeliveryAttempt => ({
  id: attempt.id,
  guid: attempt.guid,
  event: attempt.event,
  at: Date.parse(attempt.delivered_at),
  isRedelivery: attempt.redelivery,
  statusCode: attempt.status_code,
});

/** Has GitHub send it once more; it answers before it has. */
export async function redeliver(api: Api, id: number, signal?: AbortSignal): Promise<void> {
  await api.call({
    route: 'POST /app/hook/deliveries/{delivery_id}/attempts',
    parameters: { delivery_id: id },
    answer: z.unknown(),
    signal,
  });
}

/** The id under which the receiver says it stored an attempt; undefined for any other answer. */
export async function acknowledgedAs(
  api: Api,
  id: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { response } = await api.call({
    route: 'GET /app/hook/deliveries/{delivery_id}',
    parameters: { delivery_id: id },
    answer: Detail,
    signal,
  });
  try {
    return Acknowledgement.safeParse(JSON.parse(response?.payload ?? '')).data?.delivery;
  } catch {
    return undefined;
  }
}

export const isAcknowledged = ({ statusCode }: DeliveryAttempt): boolean =>
  statusCode >= 200 && statusCode < 300;
