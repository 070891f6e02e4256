import type { AgentManifest } from '#agents/contract.ts';
import type { Reply } from '#bots/contract.ts';
import type { Store } from '#prisma/client.ts';
import { findApproval } from '#prisma/repositories/budget-approvals.ts';
import { findRuns } from '#prisma/repositories/executions.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
import { decisionText } from './approvals/decision-text.ts';
import { findLiveReplies } from './live-replies.ts';
import type { Enqueue } from './queue.ts';
import { workingContent } from './reply-content.ts';
import { toJsonColumn } from './rows.ts';

/** Work that is done sooner is posted as its result alone: an edit nobody has time to read costs the platform's limits. */
const worthSayingMs = 1_500;

const states: Readonly<Record<string, Reply['progress'][number]['state']>> = {
  queued: 'waiting',
  running: 'running',
  finished: 'done',
  failed: 'failed',
  cancelled: 'failed',
};

/** Says in every reply of a task how far its runs are. */
export async function showProgress(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  taskId: string,
  manifests: Readonly<Record<string, AgentManifest>>,
): Promise<void> {
  const runs = await findRuns(store, taskId);
  const stage = runs.find((run) => run.status === 'queued' || run.status === 'running')?.stage;
  const steps = runs.map((run) => ({
    label: manifests[run.agent]?.title ?? run.agent,
    // The runs of a stage were enqueued together: by the time this is read, they are at work.
    state:
      run.status === 'queued' && run.stage === stage
        ? ('running' as const)
        : (states[run.status] ?? 'waiting'),
  }));
  const approval = await findApproval(store, taskId);
  const content = {
    ...workingContent('Review under way', [{ label: 'Read the changes', state: 'done' }, ...steps]),
    markdown: approval ? decisionText(approval) : '',
  };
  for (const reply of await findLiveReplies(store, taskId)) {
    await reviseReply(store, reply.id, toJsonColumn(content));
    await enqueue('reply.post', { replyId: reply.id }, { delayMs: worthSayingMs });
  }
}
