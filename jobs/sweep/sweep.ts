import { findUndecided } from '#prisma/repositories/budget-approvals.ts';
import { findForgottenDeliveries } from '#prisma/repositories/deliveries.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import { findForgottenReplies } from '#prisma/repositories/replies.ts';
import { findForgottenTasks } from '#prisma/repositories/tasks.ts';
import { cancelTask } from '../cancel-tasks.ts';
import type { JobHost } from '../host.ts';
import { sweptPrefix, type JobName, type JobPayload } from '../catalog.ts';

export interface SweepTimings {
  readonly everyMs: number;
  /** Rows younger than this are left to their own jobs. */
  readonly olderThanMs: number;
}

export const sweepTimings: SweepTimings = { everyMs: 15_000, olderThanMs: 60_000 };

const limit = 1_000;
/** An id that a job left behind (its worker died while it failed) blocks its row for this long at most. */
const idPeriodMs = 3_600_000;

/**
 * Rows are the truth, the queue is disposable: what waits in a row and has no job gets one again. Doubles do no harm,
 * because handlers take rows, and the job id keeps it from being added again while it waits, also for its next attempt.
 */
export function startSweep(
  host: JobHost,
  timings: SweepTimings = sweepTimings,
): { stop: () => Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const pass = async () => {
    await sweep(host, timings.olderThanMs).catch((error: unknown) => {
      host.log.debug({ err: error }, 'sweep failed, the next one tries again');
    });
  };
  const timer = setInterval(() => {
    running = running.then(pass);
  }, timings.everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** One pass; of many workers one does it. Returns how many jobs were added. */
export async function sweep(host: JobHost, olderThanMs: number): Promise<number> {
  const added = await withLock(host.database.pool, 'sweep', async () => {
    await endUndecided(host);
    const wanted = await collect(host, olderThanMs);
    for (const { name, payload, jobId } of wanted) await host.jobs.enqueue(name, payload, { jobId });
    if (wanted.length > 0) host.log.info({ jobs: wanted.length }, 'sweep added lost jobs');
    return wanted.length;
  });
  return added ?? 0;
}

/** What nobody decides about for so long is not wanted any more. */
const undecidedMs = 7 * 86_400_000;

async function endUndecided({ database, jobs, clock }: JobHost): Promise<void> {
  const taskIds = await findUndecided(database.store, new Date(clock.now() - undecidedMs), limit);
  for (const taskId of taskIds) {
    await jobs.transact((store, enqueue) => cancelTask({ store, enqueue }, taskId, 'task.not_approved'));
  }
}

interface Lost {
  readonly name: JobName;
  readonly payload: JobPayload<JobName>;
  readonly jobId: string;
}

async function collect(host: JobHost, olderThanMs: number): Promise<Lost[]> {
  const { database } = host;
  const period = Math.floor(host.clock.now() / idPeriodMs);
  const lost = (name: JobName, payload: JobPayload<JobName>, id: string): Lost => ({
    name,
    payload,
    jobId: `${sweptPrefix}${id}-${period}`,
  });
  const deliveries = await findForgottenDeliveries(database, olderThanMs, limit);
  const tasks = await findForgottenTasks(database, olderThanMs, limit);
  const replies = await findForgottenReplies(database, olderThanMs, limit);
  return [
    ...deliveries.map((id) => lost('delivery.process', { deliveryIds: [id] }, id)),
    ...tasks.flatMap((task) => {
      if (task.status !== 'running') return [lost('task.plan', { taskId: task.id }, task.id)];
      if (task.runIds === null) return [lost('task.finish', { taskId: task.id }, task.id)];
      return task.runIds.map((runId) => lost('run.execute', { runId }, runId));
    }),
    ...replies.map((replyId) => lost('reply.post', { replyId }, replyId)),
  ];
}
