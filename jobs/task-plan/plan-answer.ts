import { layOver, type Effective } from '#agents/configuration/effective.ts';
import { planTask } from '#agents/orchestrator/plan-task.ts';
import type { Connection, Issue, PlatformEvent, PullRequest, Thread } from '#bots/contract.ts';
import type { Claim } from '#prisma/repositories/leases.ts';
import { recordPlan, type TaskRow, type TaskSubject } from '#prisma/repositories/tasks.ts';
import { reportedFinding } from '../commands/reported-finding.ts';
import { textOf } from '../commands/text-of.ts';
import type { JobHost } from '../host.ts';
import { cleanText, readLimits, toJsonColumn, type Snapshot } from '../rows.ts';
import type { JobContext } from '../worker.ts';
import { asAsked, type AsAsked } from './as-asked.ts';
import { gatherMaterial } from './gather-material.ts';
import { loadConfiguration } from './load-configuration.ts';

export interface AnswerPlanning {
  readonly task: TaskRow;
  readonly claim: Claim;
  readonly event: PlatformEvent;
  /** To where the subject is, which may be another platform than the one it was asked on. */
  readonly connection: Connection;
  readonly context: JobContext;
  readonly thread: Thread | undefined;
}

/** Work whose result is words: reads what it is about, once, and chooses the agents. The answer comes with the end. */
export async function planAnswer(host: JobHost, planning: AnswerPlanning): Promise<void> {
  const { task, claim, event, connection, context, thread } = planning;
  const { stages } = planTask({ intent: task.intent }, Object.values(host.agentManifests));
  const about = await readSubject(planning);
  const finding = await findingOf(host, task, about, thread);
  const { material, notes } = await gatherMaterial({
    ...about,
    intent: task.intent,
    connection,
    log: context.log,
    question: textOf(event),
    thread,
    finding,
  });
  const words = wordsOf(about, event);
  const configuration = await configurationFor(planning, about);
  const snapshot: Snapshot = {
    changes: about.pullRequest
      ? ((await connection.changedFiles?.(about.pullRequest, context.signal)) ?? [])
      : [],
    title: words.title,
    body: words.body,
    author: about.pullRequest?.author ?? '',
    ...(about.pullRequest ? { baseSha: about.pullRequest.baseSha } : {}),
    material,
    notes: [...words.notes, ...notes],
  };
  await host.jobs.transact(async (store, enqueue) => {
    const runIds = await recordPlan(store, task, claim, {
      plan: { stages: stages.map((stage) => [...stage]) },
      configuration: toJsonColumn(configuration),
      limits: {
        ...readLimits(task.limits),
        maxCostUsd: configuration.settings['limits.cost_usd'],
      },
      stages,
      snapshot,
      ...toTaskSubject(about, task),
    });
    for (const runId of runIds ?? []) await enqueue('run.execute', { runId });
  });
}

/** An issue has no base branch whose settings could hold: only the operator's limits do. */
async function configurationFor(
  { task, connection, context }: AnswerPlanning,
  { pullRequest }: AboutWhat,
): Promise<Effective> {
  const { maxCostUsd } = readLimits(task.limits);
  if (!pullRequest) return layOver([], { 'limits.cost_usd': maxCostUsd });
  const { signal } = context;
  return (await loadConfiguration(connection, pullRequest, { maxCostUsd, signal })).effective;
}

interface AboutWhat {
  readonly issue: Issue | undefined;
  readonly pullRequest: PullRequest | undefined;
}

function wordsOf({ issue, pullRequest }: AboutWhat, event: PlatformEvent): AsAsked {
  const subject = issue ?? pullRequest;
  return subject ? asAsked(subject, event) : { title: '', body: '', notes: [] };
}

async function readSubject({ task, event, connection }: AnswerPlanning): Promise<AboutWhat> {
  const id = task.subjectId ?? '';
  const isIssue = event.subject?.type === 'issue' && event.platform === task.subjectPlatform;
  if (isIssue) return { issue: await connection.issue?.(id), pullRequest: undefined };
  return { issue: undefined, pullRequest: await connection.pullRequest?.(id) };
}

async function findingOf(host: JobHost, task: TaskRow, about: AboutWhat, thread: Thread | undefined) {
  const subjectId = about.pullRequest?.subject.id;
  if (thread?.fingerprint === undefined || subjectId === undefined) return undefined;
  return await reportedFinding(
    host.database.store,
    { projectId: task.projectId, subjectId },
    ({ fingerprint }) => fingerprint === thread.fingerprint,
  );
}

function toTaskSubject({ issue, pullRequest }: AboutWhat, task: TaskRow): TaskSubject {
  const subject = (issue ?? pullRequest)?.subject;
  const { id, title, url } = subject ?? {
    id: task.subjectId,
    title: task.subjectTitle,
    url: task.subjectUrl,
  };
  return {
    subjectId: cleanText(id ?? ''),
    subjectTitle: cleanText(title ?? ''),
    subjectUrl: cleanText(url ?? ''),
    revision: pullRequest?.headSha ?? null,
  };
}
