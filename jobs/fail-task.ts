import { publicMessageOf } from '#monitoring/errors.ts';
import type { Store } from '#prisma/client.ts';
import { cancelOpenRuns } from '#prisma/repositories/executions.ts';
import { createReply, reviseReply } from '#prisma/repositories/replies.ts';
import { endTask, findTask } from '#prisma/repositories/tasks.ts';
import { reasonOf } from './failure.ts';
import type { JobHost } from './host.ts';
import { findLiveReplies } from './live-replies.ts';
import { failedContent } from './reply-content.ts';
import { readEvent, toJsonColumn, type ReplyContent } from './rows.ts';

/** Ends a task that cannot be done, and says so wherever somebody waits for it. */
export async function failTask(host: JobHost, taskId: string, error: unknown): Promise<void> {
  const { reason, remedy } = reasonOf(error);
  const content = failedContent(
    'Not reviewed',
    `${remedy ?? publicMessageOf(error)}\n\nReason: \`${reason}\`. To try again: \`amas replay\` on the delivery, or ask for a review once more.`,
  );
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await endTask(store, taskId, { status: 'failed', reason }))) return;
    await cancelOpenRuns(store, taskId);
    const replies = await findLiveReplies(store, taskId);
    for (const { id } of replies) await reviseReply(store, id, toJsonColumn(content));
    const replyIds =
      replies.length > 0 ? replies.map(({ id }) => id) : await answerAsker(store, taskId, content);
    for (const replyId of replyIds) await enqueue('reply.post', { replyId });
  });
}

/** A command before which nothing was shown is answered where it was given: nobody waits in front of silence. */
export async function answerAsker(store: Store, taskId: string, content: ReplyContent): Promise<string[]> {
  const task = await findTask(store, taskId);
  if (!task) return [];
  // An event that cannot be read may be why the task failed.
  const event = tryToRead(task.event);
  if (!event?.command || !event.replyTo) return [];
  const replyId = await createReply(store, {
    organizationId: task.organizationId,
    projectId: task.projectId,
    taskId,
    platform: task.platform,
    accountId: task.accountId,
    target: toJsonColumn(event.replyTo),
    content: toJsonColumn({ ...content, kind: 'answer' }),
  });
  return [replyId];
}

function tryToRead(event: unknown) {
  try {
    return readEvent(event);
  } catch {
    return undefined;
  }
}
