import { z } from 'zod';
import { unpackBody } from '../body-compression.ts';
import type { Store } from '../client.ts';

const headersShape = z.record(z.string(), z.string());

/** A delivery with its bytes, as the worker needs it. */
export async function readDelivery(store: Store, id: string) {
  const row = await store.delivery.findUnique({ where: { id } });
  if (!row) return undefined;
  const body = unpackBody({ stored: row.body, plainBytes: row.bodyPlainBytes });
  return { ...row, body, headers: headersShape.parse(row.headers) };
}
export type DeliveryRow = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

/** A delivery for people: without its bytes, but with their number. */
export async function describeDelivery(store: Store, id: string) {
  const row = await store.delivery.findUnique({ where: { id }, omit: { body: true, headers: true } });
  if (!row) return undefined;
  const sizes = await store.$queryRaw<{ bytes: number }[]>`
    select coalesce(body_plain_bytes, octet_length(body)) as bytes from deliveries where id = ${id}::uuid`;
  return { ...row, bodyBytes: sizes[0]?.bytes ?? 0 };
}
export type DeliveryDescription = NonNullable<Awaited<ReturnType<typeof describeDelivery>>>;

export interface DeliveryFilter {
  readonly projectId?: string;
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

/** Which of the sender's ids are among the rows. */
export async function findStoredIds(
  store: Store,
  place: { readonly projectId: string; readonly platform: string },
  externalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await store.delivery.findMany({
    where: { ...place, externalId: { in: [...externalIds] } },
    select: { externalId: true },
  });
  return new Set(rows.map((row) => row.externalId));
}

/** How many deliveries since then were signed with the newest secret, and how many with an older one. */
export async function countSignedSince(
  store: Store,
  place: { readonly projectId: string; readonly platform: string },
  since: Date,
): Promise<{ readonly newest: number; readonly older: number }> {
  const where = { ...place, receivedAt: { gte: since } };
  return {
    newest: await store.delivery.count({ where: { ...where, keyIndex: 0 } }),
    older: await store.delivery.count({ where: { ...where, keyIndex: { gt: 0 } } }),
  };
}
