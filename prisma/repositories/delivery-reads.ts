import { z } from 'zod';
import type { Store } from '../client.ts';

const headersShape = z.record(z.string(), z.string());

/** A delivery with its bytes, as the worker needs it. */
export async function readDelivery(store: Store, id: string) {
  const row = await store.delivery.findUnique({ where: { id } });
  return row ? { ...row, headers: headersShape.parse(row.headers) } : undefined;
}
export type DeliveryRow = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

export interface DeliveryFilter {
  readonly status?: string;
  readonly platform?: string;
  readonly subjectUrl?: string;
}

/** Newest first, without bytes. `after` is the id of the last one seen: ids sort by time. */
export async function listDeliveries(
  store: Store,
  filter: DeliveryFilter,
  page: { limit: number; after?: string },
) {
  return await store.delivery.findMany({
    where: { ...filter, ...(page.after === undefined ? {} : { id: { lt: page.after } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
    omit: { body: true, headers: true },
  });
}
export type DeliverySummary = Awaited<ReturnType<typeof listDeliveries>>[number];
