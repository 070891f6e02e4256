import type { Store } from '#prisma/client.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import {
  findApproval,
  requestApproval,
  type ApprovalRefusal,
} from '#prisma/repositories/budget-approvals.ts';
import { requeueRun, type RunRow } from '#prisma/repositories/executions.ts';
import type { Claim } from '#prisma/repositories/leases.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
import { moveTask } from '#prisma/repositories/tasks.ts';
import { answerAsker } from '../fail-task.ts';
import type { JobHost } from '../host.ts';
import { findLiveReplies } from '../live-replies.ts';
import type { Enqueue } from '../queue.ts';
import { waitingContent } from '../reply-content.ts';
import { mostUsdOf } from './most-usd.ts';
import { toJsonColumn } from '../rows.ts';

/**
 * Puts a run that met a limit back in line, and its task to wait for a person. A run whose task was decided about
 * meanwhile goes on at once. One commit.
 */
export async function awaitApproval(
  host: JobHost,
  { run, claim, refusal }: { readonly run: RunRow; readonly claim: Claim; readonly refusal: ApprovalRefusal },
): Promise<void> {
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await requeueRun(store, run, claim))) return;
    const { organizationId, taskId } = run;
    const isFirst = await requestApproval(store, { organizationId, taskId, refusal });
    const approval = await findApproval(store, taskId);
    if (approval && approval.status !== 'requested') {
      await enqueue('run.execute', { runId: run.id });
      return;
    }
    if (!isFirst || !(await moveTask(store, taskId, { from: 'running', to: 'waiting' }))) return;
    await recordAudit(store, {
      organizationId,
      actor: 'amas',
      action: 'task.wait',
      target: taskId,
      details: { ...refusal },
    });
    await say({ store, enqueue }, taskId, { ...refusal, mostUsd: await mostUsdOf(store, taskId) });
  });
}

async function say(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  taskId: string,
  awaited: ApprovalRefusal & { readonly mostUsd: string },
): Promise<void> {
  const content = waitingContent({ taskId, ...awaited });
  const replies = await findLiveReplies(store, taskId);
  for (const { id } of replies) await reviseReply(store, id, toJsonColumn(content));
  const replyIds =
    replies.length > 0 ? replies.map(({ id }) => id) : await answerAsker(store, taskId, content);
  for (const replyId of replyIds) await enqueue('reply.post', { replyId });
}
