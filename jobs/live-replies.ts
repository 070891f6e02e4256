import type { Store } from '#prisma/client.ts';
import { findReplies, type ReplyRow } from '#prisma/repositories/replies.ts';

/**
 * The replies of a task that still follow its work. One that says `cancelled` is final: it speaks of a commit that was
 * replaced, and what comes of the newer one is not to be said there. An answer in words is final too.
 */
export async function findLiveReplies(store: Store, taskId: string): Promise<ReplyRow[]> {
  const replies = await findReplies(store, taskId);
  return replies.filter((reply) => {
    const { verdict, kind } = (reply.content ?? {}) as { verdict?: unknown; kind?: unknown };
    return verdict !== 'cancelled' && kind === undefined;
  });
}
