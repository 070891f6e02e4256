import type { AgentManifest } from '#agents/contract.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { decideApproval, findApproval } from '#prisma/repositories/budget-approvals.ts';
import { findRuns } from '#prisma/repositories/executions.ts';
import { findTask, moveTask } from '#prisma/repositories/tasks.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
import type { Store } from '#prisma/client.ts';
import type { Enqueue, Jobs } from '../queue.ts';
import { answerContent } from '../reply-content.ts';
import { readLimits, toJsonColumn } from '../rows.ts';
import { showProgress } from '../show-progress.ts';
import { decisionText } from './decision-text.ts';
import { findOpenQuestions } from './open-questions.ts';

export interface ApprovalDecision {
  readonly taskId: string;
  readonly status: 'approved' | 'rejected';
  /** With the door they came through: `cli:ada`. */
  readonly decidedBy: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Transaction {
  readonly store: Store;
  readonly enqueue: Enqueue;
}

/** However little time was left when the task began to wait. */
const leastMs = 60_000;

/**
 * Lets a task that waits go on: with models beyond the limit, or without any. It has as much time as was left when it
 * began to wait. False when it does not wait, or somebody decided before.
 */
export async function decideOnTask(
  jobs: Pick<Jobs, 'transact'>,
  manifests: Readonly<Record<string, AgentManifest>>,
  decision: ApprovalDecision,
): Promise<boolean> {
  return await jobs.transact((store, enqueue) => decideWithin({ store, enqueue }, manifests, decision));
}

/** The same, in a transaction of the caller's. */
export async function decideWithin(
  { store, enqueue }: Transaction,
  manifests: Readonly<Record<string, AgentManifest>>,
  { taskId, status, decidedBy, now }: ApprovalDecision,
): Promise<boolean> {
  const [task, approval] = [await findTask(store, taskId), await findApproval(store, taskId)];
  if (task?.status !== 'waiting' || !approval) return false;
  if (!(await decideApproval(store, taskId, { status, decidedBy }))) return false;
  const limits = readLimits(task.limits);
  const leftMs = Math.max(leastMs, limits.deadline - approval.createdAt.getTime());
  const maxCostUsd = status === 'approved' ? limits.maxCostUsd : 0;
  await moveTask(store, taskId, {
    from: 'waiting',
    to: 'running',
    limits: { ...limits, maxCostUsd, deadline: now + leftMs },
  });
  await recordAudit(store, {
    organizationId: task.organizationId,
    actor: decidedBy,
    action: status === 'approved' ? 'task.approve' : 'task.reject',
    target: taskId,
    details: { ...approval.refusal },
  });
  const open = (await findRuns(store, taskId)).filter(({ finishedAt }) => finishedAt === null);
  const stage = Math.min(...open.map((run) => run.stage));
  for (const run of open) {
    if (run.stage === stage && run.status === 'queued') await enqueue('run.execute', { runId: run.id });
  }
  await closeQuestions({ store, enqueue }, taskId);
  await showProgress({ store, enqueue }, taskId, manifests);
  return true;
}

/** Who asked for it in a message of its own reads there who decided; nothing is left to press. */
async function closeQuestions({ store, enqueue }: Transaction, taskId: string): Promise<void> {
  const approval = await findApproval(store, taskId);
  if (!approval) return;
  for (const { id } of await findOpenQuestions(store, taskId)) {
    await reviseReply(store, id, toJsonColumn(answerContent('Decided', decisionText(approval))));
    await enqueue('reply.post', { replyId: id });
  }
}
