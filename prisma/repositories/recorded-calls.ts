import type { Store } from '../client.ts';
import type { CompletionRow } from './completions.ts';

/** The newest calls for words since a time that were neither cancelled nor answered by a cache. */
export async function findRecordedCalls(
  store: Store,
  { organizationId, since }: { readonly organizationId: string; readonly since: Date },
  limit: number,
): Promise<CompletionRow[]> {
  const rows = await store.completion.findMany({
    where: {
      organizationId,
      createdAt: { gte: since },
      operation: 'chat',
      outcome: { not: 'cancelled' },
    },
    orderBy: { createdAt: 'desc' },
    take: limit,
  });
  return rows.filter(({ decision }) => {
    const { cache } = (decision ?? {}) as { cache?: unknown };
    return cache !== 'hit' && cache !== 'joined';
  });
}
