import type { Report } from '#agents/contract.ts';
import { reportAccount } from '#agents/orchestrator/report-account.ts';
import { reportFooter } from '#agents/orchestrator/report-footer.ts';
import { reportMarkdown, reportTitle } from '#agents/orchestrator/report-markdown.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { endTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import type { JobHost } from '../host.ts';
import { readConfiguration, readEvent, readLimits, toJsonColumn, type ReplyContent } from '../rows.ts';
import { finishReport, type FinishInput } from './finish-report.ts';
import { withoutSuppressed } from './without-suppressed.ts';

/** Ends a review of some paths, and tells it where it was asked for: in words, with everything in the message. */
export async function finishPaths(
  host: JobHost,
  input: Pick<FinishInput, 'task' | 'snapshot' | 'outcomes' | 'records'>,
): Promise<void> {
  const { task, records } = input;
  const finished = { ...input, known: [], voices: [], finishedAt: host.clock.now() };
  const report = asPartial(await withoutSuppressed(host, task, finishReport(finished).report));
  const content = toContent(task, report, records);
  await host.jobs.transact(async (store, enqueue) => {
    const ended = await endTask(store, task.id, {
      status: 'finished',
      report: toJsonColumn(report),
      ...(report.costUsd === undefined ? {} : { costUsd: report.costUsd.toFixed(9) }),
    });
    const { replyTo } = readEvent(task.event);
    if (!ended || !replyTo) return;
    const replyId = await createReply(store, {
      organizationId: task.organizationId,
      projectId: task.projectId,
      taskId: task.id,
      platform: task.platform,
      accountId: task.accountId,
      target: toJsonColumn(replyTo),
      content: toJsonColumn(content),
    });
    await enqueue('reply.post', { replyId });
  });
}

/** Also where the paths named happen to be all there are: nobody asked for the whole commit. */
const asPartial = (report: Report): Report =>
  report.conclusion === 'reviewed' ? { ...report, conclusion: 'partly-reviewed' } : report;

function toContent(task: TaskRow, report: Report, records: FinishInput['records']): ReplyContent {
  const { settings } = readConfiguration(task.configuration);
  const { maxCostUsd } = readLimits(task.limits);
  const isHere = task.platform === task.subjectPlatform;
  return {
    kind: 'answer',
    verdict: report.conclusion === 'not-reviewed' ? 'not-done' : 'incomplete',
    title: reportTitle(report),
    markdown: reportMarkdown(report, { details: true }),
    account: reportAccount({ report, records, settings, maxCostUsd }),
    progress: [],
    remarks: [],
    links:
      isHere || task.subjectUrl === null ? [] : [{ label: 'Open the pull request', url: task.subjectUrl }],
    footer: reportFooter(report, records),
  };
}
