import { isDeepStrictEqual } from 'node:util';
import type { Store } from '#prisma/client.ts';
import { cancelOpenRuns } from '#prisma/repositories/executions.ts';
import { createReply, findReplies, reviseReply } from '#prisma/repositories/replies.ts';
import { endTask, findTask, findTasksToCancel, type CancelFilter } from '#prisma/repositories/tasks.ts';
import { findOpenQuestions } from './approvals/open-questions.ts';
import { cancelledAccount } from './cancelled-account.ts';
import { findLiveReplies } from './live-replies.ts';
import { cancelledContent } from './reply-content.ts';
import type { Enqueue } from './queue.ts';
import { readEvent, readReplyContent, toJsonColumn } from './rows.ts';

const explanations: Readonly<Record<string, string>> = {
  'task.superseded': 'A newer commit arrived; the review goes on there.',
  'task.subject_closed': 'The pull request was closed before the review was done.',
  'task.converted_to_draft': 'The pull request became a draft before the review was done.',
  'task.queue_left': 'The merge queue no longer needs this check.',
  'task.base_changed': 'The base branch was changed; the review goes on against the new one.',
  'task.integration_removed': 'The app was removed from this account.',
  'task.integration_suspended': 'The app was suspended for this account.',
  'task.already_reviewed': 'This commit was reviewed already.',
  'task.stopped': 'Somebody wrote `stop`. Reviews are paused here until `/amas resume`.',
  'task.not_approved': 'Nobody decided within seven days whether it may go beyond its limit.',
  'task.joined': 'The same review was already under way; its answer appears there.',
};

/** Nothing goes on for paths that somebody named: they ask again where it still matters. */
const ofPaths: Readonly<Record<string, string>> = {
  'task.superseded': 'A newer commit arrived. Ask again, and these paths are reviewed as they are now.',
  'task.base_changed':
    'The base branch was changed. Ask again, and these paths are reviewed against the new one.',
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
  const content = await contentOf(store, taskId, reason);
  for (const reply of await findLiveReplies(store, taskId)) {
    await reviseReply(store, reply.id, content);
    await enqueue('reply.post', { replyId: reply.id });
  }
  const asked = await findOpenQuestions(store, taskId);
  for (const { id } of asked) {
    await reviseReply(store, id, toJsonColumn({ ...(content as object), kind: 'answer' }));
    await enqueue('reply.post', { replyId: id });
  }
  // Whoever wrote `stop` is told in the answer to that; whoever was asked, where they were asked.
  if (reason !== 'task.stopped' && asked.length === 0) await answerAsker({ store, enqueue }, taskId, content);
}

/** A review of some paths shows nothing until it ends: who asked for it waits for an answer. */
async function answerAsker(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  taskId: string,
  content: Awaited<ReturnType<typeof contentOf>>,
): Promise<void> {
  const task = await findTask(store, taskId);
  if (task?.intent !== 'review_paths') return;
  const { replyTo } = readEvent(task.event);
  if (!replyTo) return;
  const { organizationId, projectId, platform, accountId } = task;
  const owner = { organizationId, projectId, taskId, platform, accountId };
  const replyId = await createReply(store, { ...owner, target: toJsonColumn(replyTo), content });
  await enqueue('reply.post', { replyId });
}

/** Once stopped work has really ended, its receipts tell the calls that were under way, too. */
export async function retellCancelled(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  taskId: string,
): Promise<void> {
  const task = await findTask(store, taskId);
  if (task?.status !== 'cancelled') return;
  const content = await contentOf(store, taskId, task.reason ?? 'task.cancelled');
  for (const reply of await findReplies(store, taskId)) {
    const { verdict, kind } = readReplyContent(reply.content);
    // What was decided about its money, or is told in other words, stays as it is.
    if (verdict !== 'cancelled') continue;
    const retold = kind === undefined ? content : toJsonColumn({ ...(content as object), kind });
    if (isDeepStrictEqual(reply.content, retold)) continue;
    await reviseReply(store, reply.id, retold);
    await enqueue('reply.post', { replyId: reply.id });
  }
}

/** These took up no work of their own. */
const withoutWork: ReadonlySet<string> = new Set(['task.already_reviewed', 'task.joined']);

async function contentOf(store: Store, taskId: string, reason: string) {
  const isOfPaths = (await findTask(store, taskId))?.intent === 'review_paths';
  const why = (isOfPaths ? ofPaths[reason] : undefined) ?? explanations[reason] ?? reason;
  const account = withoutWork.has(reason) ? [] : [await cancelledAccount(store, taskId)];
  const content = cancelledContent('Review cancelled', [why, ...account].join('\n\n'));
  return toJsonColumn(isOfPaths ? { ...content, kind: 'answer' } : content);
}
