import { toRecord } from '#jobs/completion-rows.ts';
import { readEvent, readLimits, readOutcome, readReport } from '#jobs/rows.ts';
import type { Store } from '#prisma/client.ts';
import { findApiKeyName } from '#prisma/repositories/api-keys.ts';
import { findApproval, type Approval } from '#prisma/repositories/budget-approvals.ts';
import {
  findCompletions,
  findCompletionsOfRequest,
  type CompletionRow,
} from '#prisma/repositories/completions.ts';
import { describeDelivery, type DeliveryDescription } from '#prisma/repositories/delivery-reads.ts';
import { findRuns, type RunRow } from '#prisma/repositories/executions.ts';
import { findRepliesOf } from '#prisma/repositories/replies.ts';
import { findTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import { toDeliveryItem } from '../data/delivery-item.ts';
import { toReplyItem, toTaskItem, type ReplyFacts } from '../data/task-item.ts';
import type {
  ApprovalStory,
  CompletionStory,
  DeliveryStory,
  EventStory,
  ReplyStory,
  RunStory,
  Story,
  TaskStory,
} from './story.ts';

/** Reads the rows of a task; undefined when there is none of that id. */
export async function readTaskStory(store: Store, taskId: string): Promise<Story | undefined> {
  const task = await findTask(store, taskId);
  if (!task) return undefined;
  const [delivery, runs, completions, replies, approval] = await Promise.all([
    task.deliveryId === null ? undefined : describeDelivery(store, task.deliveryId),
    findRuns(store, taskId),
    findCompletions(store, taskId),
    findRepliesOf(store, [taskId]),
    findApproval(store, taskId),
  ]);
  const startedAt = delivery?.receivedAt ?? task.createdAt;
  return {
    delivery: delivery ? toDeliveryStory(delivery) : null,
    event: toEventStory(task),
    task: toTaskStory(task, replies),
    request: null,
    approval: approval ? toApprovalStory(approval) : null,
    runs: runs.map(toRunStory),
    completions: completions.map(toCompletionStory),
    replies: replies.map(toReplyStory),
    costUsd: task.costUsd === null ? sumOf(completions) : Number(task.costUsd),
    durationMs: task.finishedAt && task.finishedAt.getTime() - startedAt.getTime(),
  };
}

/** The story of a delivery: that of its task when it led to one. */
export async function readDeliveryStory(store: Store, deliveryId: string): Promise<Story | undefined> {
  const delivery = await describeDelivery(store, deliveryId);
  if (!delivery) return undefined;
  const story = delivery.taskId === null ? undefined : await readTaskStory(store, delivery.taskId);
  return (
    story ?? {
      delivery: toDeliveryStory(delivery),
      event: null,
      task: null,
      request: null,
      approval: null,
      runs: [],
      completions: [],
      replies: [],
      costUsd: 0,
      durationMs: delivery.finishedAt && delivery.finishedAt.getTime() - delivery.receivedAt.getTime(),
    }
  );
}

/** The story of one request to the gateway: its calls. */
export async function readRequestStory(store: Store, requestId: string): Promise<Story | undefined> {
  const completions = await findCompletionsOfRequest(store, requestId);
  const [first] = completions;
  if (!first) return undefined;
  const key = first.apiKeyId === null ? null : await findApiKeyName(store, first.apiKeyId);
  return {
    delivery: null,
    event: null,
    task: null,
    request: { id: requestId, key, userId: first.userId },
    approval: null,
    runs: [],
    completions: completions.map(toCompletionStory),
    replies: [],
    costUsd: sumOf(completions),
    durationMs: completions.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
  };
}

function toDeliveryStory(row: DeliveryDescription): DeliveryStory {
  const { remedy, bodyBytes, keyIndex, restarts } = row;
  return {
    ...toDeliveryItem(row),
    remedy,
    bodyBytes,
    keyIndex,
    restarts,
    finishedAt: timeOf(row.finishedAt),
  };
}

function toEventStory(row: TaskRow): EventStory | null {
  const event = readable(() => readEvent(row.event));
  if (!event) return null;
  const { kind, occurredAt, actor, command } = event;
  return {
    kind,
    occurredAt,
    actor: { id: actor.id, name: actor.name, trust: actor.trust },
    command: command ? [command.name, ...command.args].join(' ') : null,
  };
}

function toTaskStory(row: TaskRow, replies: readonly ReplyFacts[]): TaskStory {
  const limits = readable(() => readLimits(row.limits));
  const report = row.report === null ? null : readable(() => readReport(row.report));
  return {
    ...toTaskItem(row, replies),
    startedAt: timeOf(row.startedAt),
    instructions: row.instructions,
    subject: { id: row.subjectId, title: row.subjectTitle, url: row.subjectUrl },
    revision: row.revision,
    limits: limits && { ...limits, deadline: new Date(limits.deadline).toISOString() },
    conclusion: report?.conclusion ?? null,
  };
}

function toApprovalStory({ status, refusal, decidedBy, createdAt }: Approval): ApprovalStory {
  const { limit, limitUsd, leftUsd } = refusal;
  return { status, limit, limitUsd, leftUsd, decidedBy, askedAt: createdAt.toISOString() };
}

function toRunStory(row: RunRow): RunStory {
  const { id, stage, agent, status, reason, startedAt, finishedAt } = row;
  const outcome = row.outcome === null ? null : readable(() => readOutcome(row.outcome));
  return {
    id,
    stage,
    agent,
    status,
    reason,
    attempts: row.epoch,
    startedAt: timeOf(startedAt),
    finishedAt: timeOf(finishedAt),
    durationMs: startedAt && finishedAt && finishedAt.getTime() - startedAt.getTime(),
    findings: outcome?.findings.length ?? null,
  };
}

function toCompletionStory(row: CompletionRow): CompletionStory {
  const { id, runId, provider, model, outcome, code, prompt, output, latencyMs } = row;
  const { inputUncached, cacheRead, cacheWrite } = row;
  return {
    id,
    runId,
    provider,
    model,
    outcome,
    code,
    prompt,
    input: inputUncached === null ? null : inputUncached + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output,
    costUsd: row.costUsd === null ? null : Number(row.costUsd),
    reportedUsd: row.reportedUsd === null ? null : Number(row.reportedUsd),
    latencyMs,
    ...accountOf(row),
    words: row.content,
    createdAt: row.createdAt.toISOString(),
  };
}

function accountOf(
  row: CompletionRow,
): Pick<CompletionStory, 'attempts' | 'tried' | 'decision' | 'warnings'> {
  const record = readable(() => toRecord(row));
  return {
    attempts: Array.isArray(row.attempts) ? row.attempts.length : 0,
    tried: record?.attempts ?? [],
    decision: row.decision === null ? null : (record?.decision ?? null),
    warnings: record?.warnings ?? [],
  };
}

function toReplyStory(row: ReplyFacts): ReplyStory {
  const { revision, postedRevision } = row;
  return { ...toReplyItem(row), revision, postedRevision, updatedAt: row.updatedAt.toISOString() };
}

/** Null as soon as one is not known; rounded to the column's nano-dollars. */
function sumOf(completions: readonly CompletionRow[]): number | null {
  if (completions.some(({ costUsd }) => costUsd === null)) return null;
  return Number(completions.reduce((sum, { costUsd }) => sum + Number(costUsd), 0).toFixed(9));
}

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null;

/** A row that another version of AMAS wrote must not hide the rest of the story. */
function readable<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
