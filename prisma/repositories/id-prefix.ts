import type { Store } from '../client.ts';

/** Ids that begin in the same way form a range, which the primary key's index answers. */
interface IdRange {
  readonly gte: string;
  readonly lte: string;
}

/** The newest deliveries whose ids begin with `prefix`; none when it cannot begin an id. */
export async function findDeliveryIds(store: Store, prefix: string, limit: number): Promise<string[]> {
  const id = rangeOf(prefix);
  if (!id) return [];
  const rows = await store.delivery.findMany({
    where: { id },
    orderBy: { id: 'desc' },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The newest tasks whose ids begin with `prefix`; none when it cannot begin an id. */
export async function findTaskIds(store: Store, prefix: string, limit: number): Promise<string[]> {
  const id = rangeOf(prefix);
  if (!id) return [];
  const rows = await store.task.findMany({
    where: { id },
    orderBy: { id: 'desc' },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The newest requests to the gateway whose ids begin with `prefix`. */
export async function findRequestIds(store: Store, prefix: string, limit: number): Promise<string[]> {
  const requestId = rangeOf(prefix);
  if (!requestId) return [];
  const rows = await store.completion.groupBy({
    by: ['requestId'],
    where: { requestId },
    orderBy: { requestId: 'desc' },
    take: limit,
  });
  return rows.flatMap((row) => row.requestId ?? []);
}

function rangeOf(prefix: string): IdRange | undefined {
  const digits = prefix.toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f]{0,32}$/.test(digits)) return undefined;
  return { gte: toUuid(digits.padEnd(32, '0')), lte: toUuid(digits.padEnd(32, 'f')) };
}

const toUuid = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
