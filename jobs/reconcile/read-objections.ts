import { withLock } from '#prisma/repositories/locks.ts';
import { findToldSubjects, type ToldSubject } from '#prisma/repositories/review-findings.ts';
import { findTask } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readEvent, readJsonObject } from '../rows.ts';
import { takeObjections } from '../take-objections.ts';

/** Nobody objects to what was said longer ago. */
const days = 14;
/** Each costs a request or two, of the 5,000 an hour that GitHub gives. */
const maxSubjects = 100;

/** Hourly: signs on findings where nothing else happened that would have had them read. */
export async function readAllObjections(host: JobHost, signal: AbortSignal): Promise<void> {
  await withLock(host.database.pool, 'objections', async () => {
    for (const told of await findToldSubjects(host.database, { days, limit: maxSubjects })) {
      if (signal.aborted) return;
      await readOne(host, told, signal).catch((error: unknown) => {
        if (!signal.aborted) host.log.info({ err: error }, 'reactions to findings were not read');
      });
    }
  });
}

async function readOne(host: JobHost, told: ToldSubject, signal: AbortSignal): Promise<void> {
  const task = await findTask(host.database.store, told.taskId);
  const platform = task?.subjectPlatform;
  if (!task || !platform || task.subjectId === null) return;
  const { accountId } = told;
  const connection = await connectTo(host, { projectId: task.projectId, platform, accountId });
  const { organizationId, projectId, subjectId: id, subjectTitle, subjectUrl } = task;
  await takeObjections(host, {
    task: { ...task, platform, accountId },
    event: {
      ...readEvent(task.event),
      organizationId,
      projectId,
      platform,
      ...(accountId === null ? {} : { accountId }),
      subject: { type: 'pull_request', id, title: subjectTitle ?? id, url: subjectUrl ?? '' },
      replyTo: readJsonObject(told.target),
    },
    connection,
    context: { log: host.log, signal },
  });
}
