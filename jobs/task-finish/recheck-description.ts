import type { Store } from '#prisma/client.ts';
import { findStop } from '#prisma/repositories/acts.ts';
import { createTask, findFinishedTasks, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { JobHost } from '../host.ts';
import type { Enqueue } from '../queue.ts';
import { readEvent, toJsonColumn } from '../rows.ts';

/**
 * A pull request that was described is described again after each push, in the same comment: its acceptance criteria
 * may be met by now. In the transaction that ends the push's review, so that it happens once.
 */
export async function recheckDescription(
  host: JobHost,
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  task: TaskRow,
): Promise<void> {
  const event = readEvent(task.event);
  if (event.kind !== 'pull_request.synchronize' || task.subjectId === null) return;
  const { projectId, subjectId, subjectPlatform } = task;
  // A stop pauses whatever nobody asks for.
  if (await findStop(store, { projectId: task.projectId, subjectId: task.subjectId })) return;
  const described = await findFinishedTasks(store, { projectId, subjectId, intent: 'describe' }, 1);
  if (described.length === 0) return;
  const taskId = await createTask(store, {
    organizationId: task.organizationId,
    projectId,
    platform: task.platform,
    accountId: task.accountId,
    intent: 'describe',
    instructions: 'describe after a push',
    event: toJsonColumn(event),
    subjectPlatform,
    subjectId,
    subjectUrl: task.subjectUrl,
    subjectTitle: task.subjectTitle,
    revision: task.revision,
    limits: toJsonColumn({
      maxSteps: host.limits.maxSteps,
      maxCostUsd: host.limits.maxCostUsd,
      deadline: host.clock.now() + host.limits.timeoutMs,
    }),
  });
  await enqueue('task.plan', { taskId });
}
