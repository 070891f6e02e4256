import type { Store } from '#prisma/client.ts';
import { cancelOpenRuns } from '#prisma/repositories/executions.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
import { endTask, findTasksToCancel, type CancelFilter } from '#prisma/repositories/tasks.ts';
import { findLiveReplies } from './live-replies.ts';
import { cancelledContent } from './reply-content.ts';
import type { Enqueue } from './queue.ts';
import { toJsonColumn } from './rows.ts';

const explanations: Readonly<Record<string, string>> = {
  'task.superseded': 'A newer commit arrived; the review goes on there.',
  'task.subject_closed': 'The pull request was closed before the review was done.',
  'task.converted_to_draft': 'The pull request became a draft before the review was done.',
  'task.queue_left': 'The merge queue no longer needs this check.',
  'task.base_changed': 'The base branch was changed; the review goes on against the new one.',
  'task.integration_removed': 'The app was removed from this account.',
  'task.integration_suspended': 'The app was suspended for this account.',
  'task.already_reviewed': 'This commit was reviewed already.',
  'task.joined': 'The same review was already under way; its answer appears there.',
};

/** Ends open tasks and says so where they were asked for. Runs under way notice within a second and stop. */
export async function cancelTasks(
  transaction: { readonly store: Store; readonly enqueue: Enqueue },
  filter: CancelFilter,
  reason: string,
): Promise<void> {
  for (const taskId of await findTasksToCancel(transaction.store, filter)) {
    await cancelTask(transaction, taskId, reason);
  }
}

export async function cancelTask(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  taskId: string,
  reason: string,
): Promise<void> {
  if (!(await endTask(store, taskId, { status: 'cancelled', reason }))) return;
  await cancelOpenRuns(store, taskId);
  for (const reply of await findLiveReplies(store, taskId)) {
    await reviseReply(
      store,
      reply.id,
      toJsonColumn(cancelledContent('Review cancelled', explanations[reason] ?? reason)),
    );
    await enqueue('reply.post', { replyId: reply.id });
  }
}
