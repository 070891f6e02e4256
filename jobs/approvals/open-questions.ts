import type { Store } from '#prisma/client.ts';
import { findReplies, type ReplyRow } from '#prisma/repositories/replies.ts';
import { readReplyContent } from '../rows.ts';

/** Messages of their own that ask for a decision: no result replaces them, so whoever ends the wait has to. */
export async function findOpenQuestions(store: Store, taskId: string): Promise<ReplyRow[]> {
  return (await findReplies(store, taskId)).filter(({ content }) => {
    const { kind, choices } = readReplyContent(content);
    return kind === 'answer' && choices !== undefined;
  });
}
