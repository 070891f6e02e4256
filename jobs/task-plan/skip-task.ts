import { skipOf, type ReviewEvent, type Skip } from '#agents/configuration/skip.ts';
import type { Settings } from '#agents/configuration/keys.ts';
import type { PlatformEvent, PullRequest } from '#bots/contract.ts';
import { adviseDelivery } from '#prisma/repositories/deliveries.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
import { endTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { JobHost } from '../host.ts';
import { findLiveReplies } from '../live-replies.ts';
import { skippedContent } from '../reply-content.ts';
import { toJsonColumn } from '../rows.ts';

/** Kinds of events by the names that `review.on` gives them. */
export const reviewEvents: Readonly<Record<string, ReviewEvent>> = {
  'pull_request.opened': 'opened',
  'pull_request.reopened': 'reopened',
  'pull_request.synchronize': 'pushed',
  'pull_request.base_changed': 'pushed',
  'pull_request.ready_for_review': 'ready',
};

/** Why the repository wants no review of this event, or undefined. Whoever asks for one gets it. */
export function skipFor(
  settings: Settings,
  event: PlatformEvent,
  pullRequest: PullRequest,
): Skip | undefined {
  const trigger = reviewEvents[event.kind];
  if (event.command || trigger === undefined) return undefined;
  return skipOf(settings, { ...pullRequest, title: pullRequest.subject.title }, trigger);
}

/** Ends a task that nobody wants, and says why in its receipt and to whoever asks `why`. */
export async function skipTask(host: JobHost, task: TaskRow, skip: Skip): Promise<'aside'> {
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await endTask(store, task.id, { status: 'cancelled', reason: skip.reason }))) return;
    if (task.deliveryId) await adviseDelivery(store, task.deliveryId, skip.remedy);
    for (const { id } of await findLiveReplies(store, task.id)) {
      await reviseReply(store, id, toJsonColumn(skippedContent(skip.title, skip.remedy)));
      await enqueue('reply.post', { replyId: id });
    }
  });
  return 'aside';
}
