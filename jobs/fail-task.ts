import { publicMessageOf } from '#monitoring/errors.ts';
import { cancelOpenRuns } from '#prisma/repositories/executions.ts';
import { findReplies, reviseReply } from '#prisma/repositories/replies.ts';
import { endTask } from '#prisma/repositories/tasks.ts';
import { reasonOf } from './failure.ts';
import type { JobHost } from './host.ts';
import { failedContent } from './reply-content.ts';
import { toJsonColumn } from './rows.ts';

/** Ends a task that cannot be done, and says so wherever somebody waits for it. */
export async function failTask(host: JobHost, taskId: string, error: unknown): Promise<void> {
  const { reason, remedy } = reasonOf(error);
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await endTask(store, taskId, { status: 'failed', reason }))) return;
    await cancelOpenRuns(store, taskId);
    for (const reply of await findReplies(store, taskId)) {
      const content = failedContent(
        'Not reviewed',
        `${remedy ?? publicMessageOf(error)}\n\nReason: \`${reason}\`. To try again: \`amas replay\` on the delivery, or ask for a review once more.`,
      );
      await reviseReply(store, reply.id, toJsonColumn(content));
      await enqueue('reply.post', { replyId: reply.id });
    }
  });
}
