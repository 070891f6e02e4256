import { planTask } from '#agents/orchestrator/plan-task.ts';
import type { Connection, PlatformEvent, PullRequest } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { claimRow, releaseRow, type Claim } from '#prisma/repositories/leases.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import { createReply, findReplies, reviseReply } from '#prisma/repositories/replies.ts';
import {
  findOpenTasks,
  findTask,
  hasFinishedReview,
  recordPlan,
  type TaskRow,
} from '#prisma/repositories/tasks.ts';
import { answerCommand } from '../answers/answer-command.ts';
import { cancelTask } from '../cancel-tasks.ts';
import { failTask } from '../fail-task.ts';
import { isOutage } from '../failure.ts';
import { connectTo, type JobHost } from '../host.ts';
import { cancelledContent, workingContent } from '../reply-content.ts';
import { showProgress } from '../show-progress.ts';
import { readEvent, toJsonColumn, type Snapshot } from '../rows.ts';
import type { JobContext, JobHandler } from '../worker.ts';

/** The other planner of this subject takes about as long. */
const turnMs = 500;

/** Finds out what exactly is asked, and whether it may be; reads the changes once; chooses the agents. */
export function createTaskPlan(host: JobHost): JobHandler<'task.plan'> {
  return {
    handle: async ({ taskId }, context) => {
      const claimed = await claimRow(host.database.pool, {
        table: 'tasks',
        id: taskId,
        from: 'queued',
        to: 'planning',
        leaseMs: host.leaseMs,
      });
      if (claimed.kind === 'over') return;
      const delayMs =
        claimed.kind === 'busy' ? claimed.waitMs : await planClaimed(host, taskId, claimed.claim, context);
      if (delayMs !== undefined) await host.jobs.enqueue('task.plan', { taskId }, { delayMs });
    },
    failed: async ({ taskId }, error) => {
      if (!isOutage(error)) await failTask(host, taskId, error);
    },
  };
}

async function planClaimed(
  host: JobHost,
  taskId: string,
  claim: Claim,
  context: JobContext,
): Promise<number | undefined> {
  try {
    return await plan(host, taskId, claim, context);
  } finally {
    await releaseRow(host.database.pool, 'tasks', taskId, claim);
  }
}

/** Returns a wait when it is somebody else's turn on this subject. */
async function plan(
  host: JobHost,
  taskId: string,
  claim: Claim,
  context: JobContext,
): Promise<number | undefined> {
  const task = await findTask(host.database.store, taskId);
  if (!task) return undefined;
  const event = readEvent(task.event);
  if (event.command && !(await mayAsk(host, task, event))) return undefined;
  if (task.intent === 'answer') {
    await answerCommand(host, task, event);
    return undefined;
  }
  const platform = task.subjectPlatform ?? task.platform;
  const connection = await connectTo(host, {
    ...task,
    platform,
    accountId: platform === task.platform ? task.accountId : null,
  });
  const pullRequest = await connection.pullRequest?.(task.subjectId ?? '');
  if (!pullRequest) throw noPullRequests(platform);
  // One planner per subject at a time: of two requests for the same revision the later joins the earlier.
  const outcome = await withLock(
    host.database.pool,
    `plan ${task.projectId} ${pullRequest.subject.id}`,
    async () => {
      if (await stepAside(host, task, event, pullRequest)) return 'aside';
      await showReceipts(host, task, event, pullRequest);
      return 'go';
    },
  );
  if (outcome === undefined) return turnMs;
  if (outcome === 'go') await readAndRecord(host, { task, claim, connection, pullRequest, context });
  return undefined;
}

/** Asked on the platform itself, so that a right taken away counts at once. */
async function mayAsk(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<boolean> {
  const connection = await connectTo(host, task);
  const verdict = (await connection.authorise?.(event)) ?? { allowed: true };
  if (verdict.allowed) {
    await connection.acknowledge?.(event);
    return true;
  }
  // No answer is posted: a stranger must not be able to make the bot talk.
  await host.jobs.transact((store, enqueue) => cancelTask({ store, enqueue }, task.id, verdict.reason));
  return false;
}

/** True when another task already serves this: it carries our replies, or knows a newer revision. */
async function stepAside(
  host: JobHost,
  task: TaskRow,
  event: PlatformEvent,
  pullRequest: PullRequest,
): Promise<boolean> {
  const { store } = host.database;
  const isOutdated = task.revision !== null && task.revision !== pullRequest.headSha;
  const about = { projectId: task.projectId, intent: task.intent, subjectId: pullRequest.subject.id };
  const others = (await findOpenTasks(store, about)).filter((other) => other.id !== task.id);
  const sameRevision = others.find((other) => other.revision === pullRequest.headSha && other.id < task.id);
  const newer = isOutdated ? others.find((other) => other.revision === pullRequest.headSha) : undefined;
  const repeated =
    !event.command &&
    !isOutdated &&
    (await hasFinishedReview(store, { ...about, revision: pullRequest.headSha }));
  if (pullRequest.state !== 'open' && !event.command) return await leave(host, task, 'task.subject_closed');
  if (newer) return await leave(host, task, 'task.superseded');
  if (repeated) return await leave(host, task, 'task.already_reviewed');
  if (!sameRevision) return false;
  await host.jobs.transact(async (transaction, enqueue) => {
    if (event.replyTo && task.platform !== sameRevision.platform) {
      const [sibling] = await findReplies(transaction, sameRevision.id);
      const replyId = await createReply(transaction, {
        ...replyOwner(sameRevision, task),
        target: toJsonColumn(event.replyTo),
        content: toJsonColumn(sibling ? (sibling.content as object) : workingContent('Review under way', [])),
      });
      await enqueue('reply.post', { replyId });
    }
    await cancelTask({ store: transaction, enqueue }, task.id, 'task.joined');
  });
  return true;
}

async function leave(host: JobHost, task: TaskRow, reason: string): Promise<true> {
  await host.jobs.transact((store, enqueue) => cancelTask({ store, enqueue }, task.id, reason));
  return true;
}

/** One reply where it was asked, and the receipt on the pull request itself. */
async function showReceipts(
  host: JobHost,
  task: TaskRow,
  event: PlatformEvent,
  pullRequest: PullRequest,
): Promise<void> {
  await host.jobs.transact(async (store, enqueue) => {
    const existing = await findReplies(store, task.id);
    const isOutdated = task.revision !== null && task.revision !== pullRequest.headSha;
    const content = toJsonColumn(
      workingContent('Review started', [{ label: 'Read the changes', state: 'running' }]),
    );
    const wanted = [
      {
        platform: task.subjectPlatform ?? task.platform,
        accountId: accountOnSubject(task),
        target: toJsonColumn(pullRequest.replyTo),
      },
      ...(event.replyTo && event.platform !== task.subjectPlatform
        ? [{ platform: event.platform, accountId: task.accountId, target: toJsonColumn(event.replyTo) }]
        : []),
    ];
    for (const place of wanted) {
      const known = existing.find((reply) => reply.platform === place.platform);
      if (known && isOutdated) {
        // It speaks of a commit that is no longer the newest; the receipt of the newest is another one.
        await reviseReply(
          store,
          known.id,
          toJsonColumn(cancelledContent('Review cancelled', 'A newer commit arrived.')),
        );
        await enqueue('reply.post', { replyId: known.id });
      } else if (known) await reviseReply(store, known.id, content, place.target);
      const replyId =
        known && !isOutdated
          ? known.id
          : await createReply(store, { ...replyOwner(task, place), target: place.target, content });
      await enqueue('reply.post', { replyId });
    }
  });
}

const accountOnSubject = (task: TaskRow) => (task.subjectPlatform === task.platform ? task.accountId : null);

const replyOwner = (task: TaskRow, place: { platform: string; accountId: string | null }) => ({
  organizationId: task.organizationId,
  projectId: task.projectId,
  taskId: task.id,
  platform: place.platform,
  accountId: place.accountId,
});

interface Reading {
  readonly task: TaskRow;
  readonly claim: Claim;
  readonly connection: Connection;
  readonly pullRequest: PullRequest;
  readonly context: JobContext;
}

async function readAndRecord(host: JobHost, reading: Reading): Promise<void> {
  const { task, claim, connection, pullRequest, context } = reading;
  const { stages } = planTask({ intent: task.intent }, Object.values(host.agentManifests));
  const changes = (await connection.changedFiles?.(pullRequest, context.signal)) ?? [];
  const snapshot: Snapshot = {
    changes,
    title: pullRequest.subject.title,
    body: pullRequest.body,
    author: pullRequest.author,
  };
  await host.jobs.transact(async (store, enqueue) => {
    const runIds = await recordPlan(store, task, claim, {
      plan: { stages: stages.map((stage) => [...stage]) },
      stages,
      snapshot,
      subjectId: pullRequest.subject.id,
      subjectTitle: pullRequest.subject.title,
      subjectUrl: pullRequest.subject.url,
      revision: pullRequest.headSha,
    });
    if (!runIds) return;
    for (const runId of runIds) await enqueue('run.execute', { runId });
    await showProgress({ store, enqueue }, task.id, host.agentManifests);
  });
}

const noPullRequests = (platform: string) =>
  new AmasError('jobs.no_pull_requests', `${platform} has no pull requests`, {
    publicMessage:
      'Only pull requests can be reviewed. Give the URL of one: review https://github.com/owner/repository/pull/1',
  });
