import { z } from 'zod';
import type { Store } from '#prisma/client.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import {
  findApproval,
  requestApproval,
  type ApprovalRefusal,
} from '#prisma/repositories/budget-approvals.ts';
import { requeueRun, type RunRow } from '#prisma/repositories/executions.ts';
import type { Claim } from '#prisma/repositories/leases.ts';
import { createReply, reviseReply, type ReplyRow } from '#prisma/repositories/replies.ts';
import { moveTask } from '#prisma/repositories/tasks.ts';
import { answerAsker } from '../fail-task.ts';
import type { JobHost } from '../host.ts';
import { findLiveReplies } from '../live-replies.ts';
import type { Enqueue } from '../queue.ts';
import { waitingContent } from '../reply-content.ts';
import { mostUsdOf } from './most-usd.ts';
import { toJsonColumn, type ReplyContent } from '../rows.ts';

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
    const awaited = { ...refusal, mostUsd: await mostUsdOf(store, taskId) };
    await say(host, { store, enqueue }, waitingContent({ taskId, ...awaited }), taskId);
  });
}

async function say(
  host: JobHost,
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  content: ReplyContent,
  taskId: string,
): Promise<void> {
  const replies = await findLiveReplies(store, taskId);
  for (const { id } of replies) await reviseReply(store, id, toJsonColumn(content));
  const more =
    replies.length > 0
      ? await askAloud(host, store, { replies, content })
      : await answerAsker(store, taskId, content);
  for (const replyId of [...replies.map(({ id }) => id), ...more]) await enqueue('reply.post', { replyId });
}

const place = z.record(z.string(), z.json());

/** A message of its own beside each reply that nobody would notice. */
async function askAloud(
  host: JobHost,
  store: Store,
  { replies, content }: { readonly replies: readonly ReplyRow[]; readonly content: ReplyContent },
): Promise<string[]> {
  const asked: string[] = [];
  for (const { organizationId, projectId, taskId, platform, accountId, target } of replies) {
    const bot = await host.bots[platform]?.();
    if (!bot?.manifest.isQuietUntilResult) continue;
    const owner = { organizationId, projectId, taskId, platform, accountId };
    const question = toJsonColumn({ ...content, kind: 'answer' });
    asked.push(
      await createReply(store, { ...owner, target: toJsonColumn(place.parse(target)), content: question }),
    );
  }
  return asked;
}
