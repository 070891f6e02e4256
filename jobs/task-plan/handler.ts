import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { chooseFiles } from '#agents/configuration/choose-files.ts';
import type { Settings } from '#agents/configuration/keys.ts';
import { rankFiles } from '#agents/configuration/rank-file.ts';
import { planTask } from '#agents/orchestrator/plan-task.ts';
import type { Connection, PlatformEvent, PullRequest } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { claimRow, releaseRow, type Claim } from '#prisma/repositories/leases.ts';
import { withLock } from '#prisma/repositories/locks.ts';
import { createReply, reviseReply } from '#prisma/repositories/replies.ts';
import {
  findOpenTasks,
  findTask,
  hasFinishedReview,
  holdOpenTask,
  recordPlan,
  recordSubject,
  type TaskRow,
  type TaskSubject,
} from '#prisma/repositories/tasks.ts';
import { answerCommand } from '../answers/answer-command.ts';
import { cancelTask } from '../cancel-tasks.ts';
import { mayAsk } from '../commands/may-ask.ts';
import { isAct, performAct } from '../commands/perform-act.ts';
import { hasFlag } from '../commands/text-of.ts';
import { failTask } from '../fail-task.ts';
import { isOutage } from '../failure.ts';
import { connectTo, type JobHost } from '../host.ts';
import { findLiveReplies } from '../live-replies.ts';
import { cancelledContent, workingContent } from '../reply-content.ts';
import { showProgress } from '../show-progress.ts';
import { cleanText, readEvent, readLimits, toJsonColumn, type Snapshot } from '../rows.ts';
import { subjectLock } from '../subject-lock.ts';
import { takeObjections } from '../take-objections.ts';
import type { JobContext, JobHandler } from '../worker.ts';
import { asAsked } from './as-asked.ts';
import { changeNotes } from './change-notes.ts';
import { findRevert } from './find-revert.ts';
import { loadConfiguration, type Configuration } from './load-configuration.ts';
import { rehearseConfiguration } from './rehearse-configuration.ts';
import { readScope } from './read-scope.ts';
import { skipFor, skipTask } from './skip-task.ts';
import { planAnswer, type AnswerPlanning } from './plan-answer.ts';
import { planPaths } from './plan-paths.ts';
import { subjectTexts } from './subject-texts.ts';

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
  const askedOn = await connectTo(host, task);
  const asked = await mayAsk(host, task, { event, connection: askedOn });
  if (!asked) return undefined;
  await takeObjections(host, { task, event, connection: askedOn, context });
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
  if (task.intent !== 'review') {
    await planWords(host, { task, claim, event, connection, context, thread: asked.thread });
    return undefined;
  }
  const pullRequest = await connection.pullRequest?.(task.subjectId ?? '');
  if (!pullRequest) throw noPullRequests(platform);
  const { maxCostUsd } = readLimits(task.limits);
  const { signal } = context;
  const configuration = await loadConfiguration(connection, pullRequest, { maxCostUsd, signal });
  // One planner per subject at a time: of two requests for the same revision the later joins the earlier.
  const outcome = await withLock(
    host.database.pool,
    subjectLock(task.projectId, pullRequest.subject.id),
    async () => {
      const { settings } = configuration.effective;
      if (await stepAside(host, task, event, { pullRequest, settings })) return 'aside';
      const skip = skipFor(settings, event, pullRequest);
      if (skip) return await skipTask(host, task, skip);
      return (await showReceipts(host, { task, claim, event, pullRequest })) ? 'go' : 'aside';
    },
  );
  if (outcome === undefined) return turnMs;
  if (outcome === 'go') {
    await readAndRecord(host, {
      task,
      event,
      claim,
      connection,
      pullRequest,
      configuration,
      context,
    });
  }
  return undefined;
}

/** Whatever is no review: done at once, or planned as work whose result is words. */
async function planWords(host: JobHost, planning: AnswerPlanning): Promise<void> {
  const { task, event } = planning;
  const isDeed = isAct(task.intent) || (task.intent === 'triage' && hasFlag(event, 'apply'));
  if (isDeed) await performAct(host, planning);
  else await (task.intent === 'review_paths' ? planPaths : planAnswer)(host, planning);
}

/** True when another task already serves this: it carries our replies, or knows a newer revision. */
async function stepAside(
  host: JobHost,
  task: TaskRow,
  event: PlatformEvent,
  { pullRequest, settings }: { readonly pullRequest: PullRequest; readonly settings: Settings },
): Promise<boolean> {
  const { store } = host.database;
  const revision = pullRequest.headSha;
  const isOutdated = task.revision !== null && task.revision !== revision;
  const about = { projectId: task.projectId, intent: task.intent, subjectId: pullRequest.subject.id };
  const serving = (await findOpenTasks(store, about)).find(
    (other) =>
      other.id !== task.id &&
      other.revision === revision &&
      // A younger one counts once it has begun: it may have had its turn before ours.
      (isOutdated || other.status !== 'queued' || other.id < task.id) &&
      // One that is about to be skipped answers nobody.
      !skipFor(settings, readEvent(other.event), pullRequest),
  );
  if (event.command) return serving !== undefined && (await join(host, task, event, serving));
  if (pullRequest.state !== 'open') return await leave(host, task, 'task.subject_closed');
  // What was reviewed against another base was another change.
  const isOtherChange = event.kind === 'pull_request.base_changed';
  const isServed =
    serving !== undefined || (!isOtherChange && (await hasFinishedReview(store, { ...about, revision })));
  if (!isServed) return false;
  if (isOutdated) return await leave(host, task, 'task.superseded');
  return await leave(host, task, serving ? 'task.joined' : 'task.already_reviewed');
}

/** The task under way answers at this door too. False when it ended meanwhile: then there is nothing to join. */
async function join(host: JobHost, task: TaskRow, event: PlatformEvent, serving: TaskRow): Promise<boolean> {
  return await host.jobs.transact(async (store, enqueue) => {
    if (!(await holdOpenTask(store, serving.id))) return false;
    if (!(await holdOpenTask(store, task.id))) return true;
    // On the subject itself its receipt is the answer already.
    if (event.replyTo && task.platform !== serving.subjectPlatform) {
      const [sibling] = await findLiveReplies(store, serving.id);
      const replyId = await createReply(store, {
        ...replyOwner(serving, task),
        target: toJsonColumn(event.replyTo),
        content: toJsonColumn(sibling ? (sibling.content as object) : workingContent('Review under way', [])),
      });
      await enqueue('reply.post', { replyId });
    }
    await cancelTask({ store, enqueue }, task.id, 'task.joined');
    return true;
  });
}

async function leave(host: JobHost, task: TaskRow, reason: string): Promise<true> {
  await host.jobs.transact((store, enqueue) => cancelTask({ store, enqueue }, task.id, reason));
  return true;
}

interface Receipt {
  readonly task: TaskRow;
  readonly claim: Claim;
  readonly event: PlatformEvent;
  readonly pullRequest: PullRequest;
}

/**
 * One reply where it was asked, and the receipt on the pull request itself. False when the task ended meanwhile: then
 * its replies say so, and stay as they are.
 */
async function showReceipts(host: JobHost, { task, claim, event, pullRequest }: Receipt): Promise<boolean> {
  return await host.jobs.transact(async (store, enqueue) => {
    // Holds the task's row, so that whoever ends the task finds the replies made here. From here on others join it.
    if (!(await recordSubject(store, task.id, claim, subjectOf(pullRequest)))) return false;
    const existing = await findLiveReplies(store, task.id);
    const isOutdated = task.revision !== null && task.revision !== pullRequest.headSha;
    for (const place of receiptPlaces(task, event, pullRequest)) {
      const known = existing.find((reply) => reply.platform === place.platform);
      const isStale = isOutdated && place.platform === task.subjectPlatform;
      if (!known || isStale) {
        const owner = replyOwner(task, place);
        const replyId = await createReply(store, { ...owner, target: place.target, content: startedContent });
        await enqueue('reply.post', { replyId });
      }
      if (!known) continue;
      // A stale one speaks of a commit that is no longer the newest; the receipt of the newest is another one.
      if (isStale) await reviseReply(store, known.id, replacedContent);
      else await reviseReply(store, known.id, startedContent, place.target);
      await enqueue('reply.post', { replyId: known.id });
    }
    return true;
  });
}

const startedContent = toJsonColumn(
  workingContent('Review started', [{ label: 'Read the changes', state: 'running' }]),
);
const replacedContent = toJsonColumn(cancelledContent('Review cancelled', 'A newer commit arrived.'));

function receiptPlaces(task: TaskRow, event: PlatformEvent, pullRequest: PullRequest) {
  const onSubject = {
    platform: task.subjectPlatform ?? task.platform,
    accountId: accountOnSubject(task),
    target: toJsonColumn(pullRequest.replyTo),
  };
  if (!event.replyTo || event.platform === task.subjectPlatform) return [onSubject];
  return [
    onSubject,
    { platform: event.platform, accountId: task.accountId, target: toJsonColumn(event.replyTo) },
  ];
}

const subjectOf = ({ subject, headSha }: PullRequest): TaskSubject => ({
  subjectId: cleanText(subject.id),
  subjectTitle: cleanText(subject.title),
  subjectUrl: cleanText(subject.url),
  revision: headSha,
});

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
  readonly event: PlatformEvent;
  readonly pullRequest: PullRequest;
  readonly configuration: Configuration;
  readonly context: JobContext;
}

async function readAndRecord(host: JobHost, reading: Reading): Promise<void> {
  const { task, claim, connection, pullRequest, configuration, context } = reading;
  const { settings } = configuration.effective;
  const [changes = [], texts] = await Promise.all([
    connection.changedFiles?.(pullRequest, context.signal, rankFiles(configuration.attributes)),
    subjectTexts(connection, pullRequest, context),
  ]);
  const { wanted, left } = chooseFiles(changes, settings, configuration.attributes);
  const { signal } = context;
  const scoped = await readScope(host, { ...reading, settings, files: wanted, signal });
  const rehearsal = await rehearseConfiguration(host, {
    ...reading,
    ...configuration,
    files: changes,
    signal,
  });
  const asked = asAsked(pullRequest, reading.event);
  const revert = await findRevert({ ...reading, texts, signal });
  // Loaded with the first change: a worker at rest holds no rules.
  const { dependencyFocus } = await import('#agents/orchestrator/dependency-focus.ts');
  const dependencies = dependencyFocus(pullRequest, buildChangeSet(wanted));
  const snapshot: Snapshot = {
    ...(revert.exact === undefined ? scoped : { changes: wanted, revertOf: revert.exact }),
    ...(dependencies === undefined ? {} : { dependencies }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    left,
    title: asked.title,
    body: asked.body,
    author: pullRequest.author,
    baseSha: pullRequest.baseSha,
    texts,
    notes: [...asked.notes, ...changeNotes(pullRequest), ...revert.notes],
  };
  // What is exactly as it was before needs no agent.
  const { stages } =
    revert.exact === undefined
      ? planTask({ intent: task.intent }, Object.values(host.agentManifests))
      : { stages: [] };
  await host.jobs.transact(async (store, enqueue) => {
    const runIds = await recordPlan(store, task, claim, {
      plan: { stages: stages.map((stage) => [...stage]) },
      configuration: toJsonColumn(configuration.effective),
      limits: { ...readLimits(task.limits), maxCostUsd: settings['limits.cost_usd'] },
      stages,
      snapshot,
      ...subjectOf(pullRequest),
    });
    if (!runIds) return;
    for (const runId of runIds) await enqueue('run.execute', { runId });
    if (runIds.length === 0) await enqueue('task.finish', { taskId: task.id });
    else await showProgress({ store, enqueue }, task.id, host.agentManifests);
  });
}

const noPullRequests = (platform: string) =>
  new AmasError('jobs.no_pull_requests', `${platform} has no pull requests`, {
    publicMessage:
      'Only pull requests can be reviewed. Give the URL of one: review https://github.com/owner/repository/pull/1',
  });
