import { createHash } from 'node:crypto';
import type { Connection, Objection, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { createTaskOnce, type TaskRow } from '#prisma/repositories/tasks.ts';
import { uuidv7Of } from '#prisma/uuid.ts';
import type { JobHost } from './host.ts';
import { cleanText, toJsonColumn } from './rows.ts';
import type { JobContext } from './worker.ts';

interface Taking {
  readonly task: TaskRow;
  readonly event: PlatformEvent;
  readonly connection: Connection;
  readonly context: Pick<JobContext, 'log' | 'signal'>;
}

/**
 * A 👎 on a finding is a `wrong` of whoever gave it, for this finding alone. Platforms tell nobody of reactions, so they
 * are read whenever something else happens on the pull request, and hourly. Each becomes a task once, whose id comes from the
 * reaction's, and goes the way of the words: rights, record, answer in the thread. Never fails the work it rides on.
 */
export async function takeObjections(
  host: JobHost,
  { task, event, connection, context }: Taking,
): Promise<void> {
  const { subject, replyTo } = event;
  if (event.key.startsWith(keyPrefix) || event.platform !== task.subjectPlatform) return;
  if (subject?.type !== 'pull_request' || !replyTo || replyTo['number'] === undefined) return;
  try {
    for (const objection of (await connection.objections?.(replyTo, context.signal)) ?? [])
      await take(host, task, { ...toEvent(event, objection), subject });
  } catch (error) {
    // A limit, or a right that is lacking: the next event or the next hour reads them again.
    if (!(error instanceof AmasError)) throw error;
    context.log.info({ err: error }, 'reactions to findings were not read');
  }
}

const keyPrefix = 'reaction:';

function toEvent(event: PlatformEvent, { id, actor, at, threadId, replyTo }: Objection): PlatformEvent {
  const { platform, organizationId, projectId, accountId } = event;
  const isPrivate = event.replyTo?.['isPrivate'];
  return {
    key: `${keyPrefix}${id}`,
    platform,
    kind: 'command',
    occurredAt: at,
    organizationId,
    projectId,
    ...(accountId === undefined ? {} : { accountId }),
    actor,
    thread: { id: threadId },
    text: '👎',
    command: { name: 'wrong', args: [], rest: 'a 👎 on the comment' },
    replyTo: { ...replyTo, ...(isPrivate === undefined ? {} : { isPrivate }) },
  };
}

async function take(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<void> {
  const { organizationId, projectId, platform, accountId } = task;
  const name = createHash('sha256').update(`${projectId} ${platform} ${event.key}`).digest();
  const id = uuidv7Of(Date.parse(event.occurredAt) || 0, name);
  await host.jobs.transact(async (store, enqueue) => {
    const isNew = await createTaskOnce(store, {
      id,
      organizationId,
      projectId,
      platform,
      accountId,
      intent: 'wrong',
      instructions: 'a reaction to a finding',
      event: toJsonColumn(event),
      subjectPlatform: platform,
      subjectId: cleanText(event.subject?.id ?? ''),
      subjectUrl: cleanText(event.subject?.url ?? ''),
      subjectTitle: cleanText(event.subject?.title ?? ''),
      limits: {
        maxSteps: host.limits.maxSteps,
        maxCostUsd: host.limits.maxCostUsd,
        deadline: host.clock.now() + host.limits.timeoutMs,
      },
    });
    if (isNew) await enqueue('task.plan', { taskId: id });
  });
}
