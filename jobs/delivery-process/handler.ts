import type { Delivery, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Store } from '#prisma/client.ts';
import { findStop } from '#prisma/repositories/acts.ts';
import { finishDelivery, type DeliveryEnd } from '#prisma/repositories/deliveries.ts';
import { readDelivery, type DeliveryRow } from '#prisma/repositories/delivery-reads.ts';
import { lockUntilCommit } from '#prisma/repositories/locks.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { createTask, findOpenTasks, hasFinishedReview, wasJoinedLater } from '#prisma/repositories/tasks.ts';
import { cancelTasks } from '../cancel-tasks.ts';
import { isOutage, reasonOf } from '../failure.ts';
import { botOf, type JobHost } from '../host.ts';
import { workingContent } from '../reply-content.ts';
import { cleanText, toJsonColumn } from '../rows.ts';
import type { Enqueue, EnqueueOptions } from '../queue.ts';
import { subjectLock } from '../subject-lock.ts';
import type { JobHandler } from '../worker.ts';
import { decide, type About, type Decision } from './rules.ts';

/**
 * Takes the rows of a batch one by one, each with its own outcome: a poisoned delivery fails alone. What became of a
 * delivery and the task it led to are one commit.
 */
export function createDeliveryProcess(host: JobHost): JobHandler<'delivery.process'> {
  return {
    handle: async ({ deliveryIds }) => {
      let retry: Error | undefined;
      for (const id of deliveryIds) {
        try {
          await processDelivery(host, id);
        } catch (error) {
          if (error instanceof AmasError && error.retry === 'never') await markFailed(host, id, error);
          else retry = error instanceof Error ? error : new Error('a value that is no error was thrown');
        }
      }
      if (retry !== undefined) throw retry;
    },
    failed: async ({ deliveryIds }, error) => {
      if (isOutage(error)) return;
      // Of a batch that ended its workers nobody knows which one was at fault: each is tried alone.
      if (deliveryIds.length > 1) {
        for (const id of deliveryIds) await host.jobs.enqueue('delivery.process', { deliveryIds: [id] });
        return;
      }
      for (const id of deliveryIds) await markFailed(host, id, error);
    },
  };
}

async function markFailed(host: JobHost, id: string, error: unknown): Promise<void> {
  const { reason, remedy } = reasonOf(error);
  await finishDelivery(host.database.store, id, {
    status: 'failed',
    reason,
    remedy: remedy ?? `Run: amas replay ${id}`,
  });
}

async function processDelivery(host: JobHost, id: string): Promise<void> {
  const row = await readDelivery(host.database.store, id);
  if (!row || row.status !== 'received') return;
  const bot = await botOf(host, row.platform);
  const settings = (await host.integrations.settingsOf(row.projectId, row.platform)) ?? {};
  const normalised = bot.normalise(toDelivery(row), settings);
  if (normalised.kind === 'malformed') {
    await finishDelivery(host.database.store, id, {
      status: 'quarantined',
      reason: cleanText(normalised.reason),
    });
    return;
  }
  if (normalised.kind === 'ignored') {
    const { reason, remedy, subjectUrl } = normalised;
    await finishDelivery(host.database.store, id, {
      status: 'ignored',
      reason,
      ...(remedy === undefined ? {} : { remedy }),
      ...(subjectUrl === undefined ? {} : { subjectUrl: cleanText(subjectUrl) }),
    });
    return;
  }
  const decision = await decide(normalised.event, (url) => findPlatform(host, url));
  await host.jobs.transact((store, enqueue) =>
    carryOut(host, { store, enqueue, row, event: normalised.event, decision }),
  );
}

/** Longer than two pushes in one second are apart. */
const quietMs = 1_000;

interface Step {
  readonly store: Store;
  readonly enqueue: Enqueue;
  readonly row: DeliveryRow;
  readonly event: PlatformEvent;
  readonly decision: Decision;
}

async function carryOut(host: JobHost, step: Step): Promise<void> {
  const { store, enqueue, row, event, decision } = step;
  const subjectUrl = decision.kind === 'task' ? decision.about?.subject.url : event.subject?.url;
  const end = async (status: DeliveryEnd) =>
    await finishDelivery(store, row.id, {
      ...status,
      ...(subjectUrl === undefined ? {} : { subjectUrl: cleanText(subjectUrl) }),
    });
  if (decision.kind === 'nothing') {
    await end({
      status: 'ignored',
      reason: decision.reason,
      ...(decision.remedy === undefined ? {} : { remedy: decision.remedy }),
    });
    return;
  }
  if (decision.kind === 'cancel') await endWork(step, decision, end);
  else if (decision.kind === 'account-gone') {
    if (!(await end({ status: 'processed', reason: decision.reason }))) return;
    const { accountId, reason } = decision;
    await cancelTasks({ store, enqueue }, { projectId: row.projectId, accountId }, reason);
  } else await startTask(host, step, decision);
}

/** Cancels what an event makes pointless, as far as nothing later wants it. */
async function endWork(
  { store, enqueue, row, event }: Step,
  { subjectId, reason }: Extract<Decision, { kind: 'cancel' }>,
  end: (status: DeliveryEnd) => Promise<boolean>,
): Promise<void> {
  const { projectId, receivedAt } = row;
  // Of a closing and a reopening at the same moment, one sees the other.
  await lockUntilCommit(store, subjectLock(projectId, subjectId));
  if (!(await end({ status: 'processed', reason }))) return;
  const { occurredAt } = event;
  const about = {
    projectId,
    subjectId: cleanText(subjectId),
    subjectUrl: cleanText(event.subject?.url ?? ''),
  };
  // It was opened again before its closing was read, and goes on with the review under way.
  if (await wasJoinedLater(store, about, event)) return;
  const pointless = { projectId, subjectId, askedBefore: occurredAt, receivedBefore: receivedAt };
  await cancelTasks({ store, enqueue }, pointless, reason);
}

async function startTask(
  host: JobHost,
  step: Step,
  decision: Extract<Decision, { kind: 'task' }>,
): Promise<void> {
  const { store, enqueue, row, event } = step;
  const about: About | undefined = decision.about;
  const unneeded = decision.origin === 'command' ? undefined : await whyNotNow(store, step, about);
  if (unneeded && about) {
    await finishDelivery(store, row.id, {
      status: 'ignored',
      ...unneeded,
      subjectUrl: cleanText(about.subject.url),
    });
    return;
  }
  const taskId = await createTask(store, {
    organizationId: row.organizationId,
    projectId: row.projectId,
    deliveryId: row.id,
    deliveryRestart: row.restarts,
    platform: row.platform,
    accountId: event.accountId ?? null,
    intent: decision.intent,
    instructions: instructionsOf(event),
    event: toJsonColumn(event),
    ...aboutColumns(about),
    limits: {
      maxSteps: host.limits.maxSteps,
      maxCostUsd: host.limits.maxCostUsd,
      deadline: host.clock.now() + host.limits.timeoutMs,
    },
  });
  const isFirst = await finishDelivery(store, row.id, {
    status: 'processed',
    taskId,
    ...(about ? { subjectUrl: cleanText(about.subject.url) } : {}),
  });
  // Another worker was faster: the exception takes this task back with the transaction.
  if (!isFirst) throw alreadyProcessed(row.id);
  if (decision.intent === 'review' && decision.origin === 'automatic' && about) {
    await cancelOlder(step, about, taskId);
    await announce(step, taskId);
  }
  await enqueue('task.plan', { taskId }, waitOf(host, decision));
}

/** What was reviewed against another base was another change. */
const isOtherChange = ({ kind }: PlatformEvent): boolean => kind === 'pull_request.base_changed';

async function cancelOlder(step: Step, { subject }: About, taskId: string): Promise<void> {
  const { store, enqueue, row, event } = step;
  const isOther = isOtherChange(event);
  const filter = {
    projectId: row.projectId,
    subjectId: subject.id,
    ...(isOther ? {} : { revisionOtherThan: subject.revision }),
    askedBefore: event.occurredAt,
    receivedBefore: row.receivedAt,
    otherThan: taskId,
  };
  await cancelTasks({ store, enqueue }, filter, isOther ? 'task.base_changed' : 'task.superseded');
}

const maxInstructionsChars = 500;

/** For lists and the log; what exactly was asked stands in the event. */
function instructionsOf({ command, kind }: PlatformEvent): string {
  const words = command ? [command.name, ...command.args].join(' ') : kind;
  return cleanText(words.slice(0, maxInstructionsChars));
}

/** Of pushes that follow each other only the last is paid for: the others are cancelled before a model is asked. */
function waitOf(host: JobHost, { origin, intent }: Extract<Decision, { kind: 'task' }>): EnqueueOptions {
  const isPaid = host.bindModel !== undefined && intent === 'review';
  return isPaid && origin === 'automatic' ? { delayMs: quietMs } : {};
}

/** Why what nobody asked for is not begun: it is paused, or done already. */
async function whyNotNow(
  store: Store,
  { row, event }: Step,
  about: About | undefined,
): Promise<Pick<DeliveryEnd, 'reason' | 'remedy'> | undefined> {
  const paused = await findPause(store, row, about);
  return paused ?? (isOtherChange(event) ? undefined : await findServed(store, row, about));
}

/** Somebody wrote `stop` there: what nobody asks for waits, however late its event arrives. */
async function findPause(
  store: Store,
  { projectId }: DeliveryRow,
  about: About | undefined,
): Promise<Pick<DeliveryEnd, 'reason' | 'remedy'> | undefined> {
  if (!about) return undefined;
  // Of a stop and an event at the same moment, one sees the other.
  await lockUntilCommit(store, subjectLock(projectId, about.subject.id));
  const stop = await findStop(store, { projectId, subjectId: cleanText(about.subject.id) });
  if (!stop) return undefined;
  const since = stop.createdAt.toISOString().slice(0, 16).replace('T', ' ');
  return {
    reason: 'task.paused',
    remedy: `${stop.actorName} stopped reviews here on ${since} UTC. To let them go on, comment \`/amas resume\`.`,
  };
}

/** Why nobody has to look at this revision again: a second check run would cover the first on the same commit. */
async function findServed(
  store: Store,
  { projectId }: DeliveryRow,
  about: About | undefined,
): Promise<Pick<DeliveryEnd, 'reason' | 'remedy'> | undefined> {
  const revision = about?.subject.revision;
  if (!about || revision === undefined) return undefined;
  const subject = { projectId, intent: 'review', subjectId: cleanText(about.subject.id) };
  // A planner may be moving on to this very revision: a second check run would end cancelled beside its own.
  await lockUntilCommit(store, subjectLock(projectId, about.subject.id));
  const open = await findOpenTasks(store, subject);
  if (open.some((task) => task.revision === revision)) return { reason: 'task.joined' };
  return (await hasFinishedReview(store, { ...subject, revision }))
    ? { reason: 'task.already_reviewed', remedy: 'To have it reviewed again, comment `/amas review`.' }
    : undefined;
}

const aboutColumns = (about: About | undefined) =>
  about && {
    subjectPlatform: about.platform,
    subjectId: cleanText(about.subject.id),
    subjectUrl: cleanText(about.subject.url),
    subjectTitle: cleanText(about.subject.title),
    revision: about.subject.revision ?? null,
  };

/** The receipt shows at once that the event was seen: nobody waits in front of silence. */
async function announce({ store, enqueue, row, event }: Step, taskId: string): Promise<void> {
  if (!event.replyTo) return;
  const replyId = await createReply(store, {
    organizationId: row.organizationId,
    projectId: row.projectId,
    taskId,
    platform: row.platform,
    accountId: event.accountId ?? null,
    target: toJsonColumn(event.replyTo),
    content: toJsonColumn(workingContent('Review queued', [{ label: 'Read the changes', state: 'waiting' }])),
  });
  await enqueue('reply.post', { replyId });
}

async function findPlatform(host: JobHost, url: string): Promise<string | undefined> {
  for (const platform of host.integrations.platforms()) {
    const load = host.bots[platform];
    if (load && (await load()).recognises?.(url)) return platform;
  }
  return undefined;
}

function toDelivery(row: DeliveryRow): Delivery {
  const { id, organizationId, projectId, platform, event, externalId, headers, body } = row;
  return {
    id,
    organizationId,
    projectId,
    platform,
    event,
    externalId,
    headers,
    body,
    receivedAt: row.receivedAt.getTime(),
  };
}

/** Ends the losing transaction; the delivery itself is in good hands. */
const alreadyProcessed = (deliveryId: string) =>
  new AmasError('jobs.already_processed', 'another worker processed the delivery', {
    details: { deliveryId },
    retry: 'never',
  });
