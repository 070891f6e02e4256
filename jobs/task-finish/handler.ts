import type { Report } from '#agents/contract.ts';
import { findApproval, type Approval } from '#prisma/repositories/budget-approvals.ts';
import { findCompletions } from '#prisma/repositories/completions.ts';
import { findRuns, type RunRow } from '#prisma/repositories/executions.ts';
import {
  readReviewFindings,
  rememberFindings,
  type FindingsOf,
  type SeenFinding,
} from '#prisma/repositories/review-findings.ts';
import { reviseReply, type ReplyRow } from '#prisma/repositories/replies.ts';
import { endTask, findTask, readSnapshot as loadSnapshot, type TaskRow } from '#prisma/repositories/tasks.ts';
import { toRecord } from '../completion-rows.ts';
import { decisionText } from '../approvals/decision-text.ts';
import { failTask } from '../fail-task.ts';
import { isOutage } from '../failure.ts';
import type { JobHost } from '../host.ts';
import { findLiveReplies } from '../live-replies.ts';
import { reportContent } from '../reply-content.ts';
import {
  readConfiguration,
  readJsonObject,
  readLimits,
  readOutcome,
  readSnapshot,
  toJsonColumn,
  type ReplyContent,
  type Snapshot,
} from '../rows.ts';
import type { JobHandler } from '../worker.ts';
import { finishAnswer } from './finish-answer.ts';
import { finishPaths } from './finish-paths.ts';
import { finishReport, type FinishInput } from './finish-report.ts';
import { readVoices } from './read-voices.ts';
import { recheckDescription } from './recheck-description.ts';
import { withoutSuppressed } from './without-suppressed.ts';

/** Puts the runs' outcomes together, once, and says the result wherever it was asked for. */
export function createTaskFinish(host: JobHost): JobHandler<'task.finish'> {
  return {
    handle: async ({ taskId }) => {
      const task = await findTask(host.database.store, taskId);
      if (task?.status === 'running') await finish(host, task);
    },
    failed: async ({ taskId }, error) => {
      if (!isOutage(error)) await failTask(host, taskId, error);
    },
  };
}

async function finish(host: JobHost, task: TaskRow): Promise<void> {
  const { store } = host.database;
  const runs = await findRuns(store, task.id);
  if (runs.some((run) => run.status === 'queued' || run.status === 'running')) return;
  const stored = await loadSnapshot(store, task.id);
  // It goes with the task's end: somebody else was faster.
  if (stored === undefined) return;
  const snapshot = withDecision(readSnapshot(stored), await findApproval(store, task.id));
  const records = (await findCompletions(store, task.id)).map(toRecord);
  const outcomes = runs.map(toAgentOutcome);
  if (task.intent === 'review_paths') {
    await finishPaths(host, { task, snapshot, outcomes, records });
    return;
  }
  if (task.intent !== 'review') {
    await finishAnswer(host, { task, runs, records, snapshot });
    return;
  }
  await finishReview(host, { task, snapshot, outcomes, records });
}

/** Who let it go on at a limit of money, or without a model, is part of the result. */
function withDecision(snapshot: Snapshot, approval: Approval | undefined): Snapshot {
  const said = approval ? decisionText(approval) : '';
  return said === '' ? snapshot : { ...snapshot, notes: [...(snapshot.notes ?? []), said] };
}

type Finished = Pick<FinishInput, 'task' | 'snapshot' | 'outcomes' | 'records'>;

async function finishReview(host: JobHost, finished: Finished): Promise<void> {
  const { store } = host.database;
  const { task, snapshot, records } = finished;
  const { settings } = readConfiguration(task.configuration);
  const about = findingsOf(task);
  const live = await findLiveReplies(store, task.id);
  const { report: found, seen } = finishReport({
    ...finished,
    known: await readReviewFindings(store, about),
    voices: await readVoices(
      host,
      live.find(({ platform }) => platform === task.subjectPlatform),
    ),
    finishedAt: host.clock.now(),
  });
  const report = await withoutSuppressed(host, task, found);
  await host.jobs.transact(async (transaction, enqueue) => {
    const ended = await endTask(transaction, task.id, {
      status: 'finished',
      report: toJsonColumn(report),
      ...(report.costUsd === undefined ? {} : { costUsd: report.costUsd.toFixed(9) }),
    });
    if (!ended) return;
    await recheckDescription(host, { store: transaction, enqueue }, task);
    await rememberFindings(transaction, {
      ...about,
      organizationId: task.organizationId,
      taskId: task.id,
      revision: task.revision ?? '',
      findings: withStates(seen, report),
      fixed: (report.fixed ?? []).map(({ fingerprint }) => fingerprint),
    });
    const replies = await findLiveReplies(transaction, task.id);
    const links = linksOf(task, replies);
    for (const reply of replies) {
      const { maxCostUsd } = readLimits(task.limits);
      const review = { report, records, settings, maxCostUsd, ...commandOf(snapshot) } as const;
      const content =
        reply.platform === task.subjectPlatform
          ? reportContent(review, 'on-subject')
          : { ...reportContent(review, 'elsewhere'), links };
      await reviseReply(transaction, reply.id, toJsonColumn(content));
      await enqueue('reply.post', { replyId: reply.id });
    }
  });
}

/** Runs the same review in a clone. */
const commandOf = ({ baseSha }: Snapshot) =>
  baseSha === undefined ? {} : { command: `amas review --base ${baseSha.slice(0, 12)}` };

/** What is contested is remembered as such: it is neither open nor gone. */
function withStates(seen: readonly SeenFinding[], { suppressed = [] }: Report): readonly SeenFinding[] {
  const contested = new Set(suppressed.map(({ finding }) => finding.fingerprint));
  return seen.map((each) => (contested.has(each.fingerprint) ? { ...each, state: 'suppressed' } : each));
}

/** What the findings of a task are about. */
function findingsOf(task: TaskRow): FindingsOf {
  return {
    projectId: task.projectId,
    platform: task.subjectPlatform ?? task.platform,
    subjectId: task.subjectId ?? '',
  };
}

function toAgentOutcome(run: RunRow) {
  const status = run.status === 'finished' ? 'finished' : run.status === 'cancelled' ? 'cancelled' : 'failed';
  return {
    agent: run.agent,
    status,
    ...(run.outcome === null ? {} : { outcome: readOutcome(run.outcome) }),
    ...(run.reason === null ? {} : { error: run.reason }),
  } as const;
}

/** Away from the pull request, an answer leads there, and to the receipt on it. */
function linksOf(task: TaskRow, replies: readonly ReplyRow[]): ReplyContent['links'] {
  const receipt = replies.find((reply) => reply.platform === task.subjectPlatform);
  const receiptUrl = receipt && readJsonObject(receipt.posted)['url'];
  return [
    ...(task.subjectUrl === null ? [] : [{ label: 'Open the pull request', url: task.subjectUrl }]),
    ...(typeof receiptUrl === 'string' ? [{ label: 'Receipt', url: receiptUrl }] : []),
  ];
}
