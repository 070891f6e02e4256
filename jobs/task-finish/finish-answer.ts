import type { Outcome } from '#agents/contract.ts';
import { answerFooter } from '#agents/orchestrator/answer-footer.ts';
import { completionTotals } from '#agents/orchestrator/completion-totals.ts';
import type { PlatformEvent } from '#bots/contract.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import type { Store } from '#prisma/client.ts';
import type { RunRow } from '#prisma/repositories/executions.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { endTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import { hasFlag } from '../commands/text-of.ts';
import type { JobHost } from '../host.ts';
import type { Enqueue } from '../queue.ts';
import { readEvent, readOutcome, toJsonColumn, type ReplyContent, type Snapshot } from '../rows.ts';

const titles: Readonly<Record<string, string>> = {
  ask: 'Answer',
  explain: 'What this finding means',
  describe: 'What this pull request does',
  plan: 'Plan',
  triage: 'Triage',
};

export interface FinishedAnswer {
  readonly task: TaskRow;
  readonly runs: readonly RunRow[];
  readonly records: readonly CompletionRecord[];
  readonly snapshot: Snapshot;
}

/** Ends a task whose result is words, and says them where they were asked for. */
export async function finishAnswer(host: JobHost, finished: FinishedAnswer): Promise<void> {
  const { task, runs, records } = finished;
  const { costUsd } = completionTotals(records);
  const event = readEvent(task.event);
  const outcome = runs
    .map(({ outcome }) => (outcome === null ? undefined : readOutcome(outcome)))
    .find(Boolean);
  const content = toContent(host, finished, outcome);
  await host.jobs.transact(async (store, enqueue) => {
    const ended = await endTask(store, task.id, {
      ...(outcome ? { status: 'finished' } : { status: 'failed', reason: 'jobs.no_outcome' }),
      ...(costUsd === undefined ? {} : { costUsd: costUsd.toFixed(9) }),
    });
    if (ended) await reply({ store, enqueue }, { task, event, content, outcome });
  });
}

function toContent(host: JobHost, finished: FinishedAnswer, outcome: Outcome | undefined): ReplyContent {
  const { task, records, snapshot } = finished;
  const title = titles[task.intent] ?? task.intent;
  const durationMs = host.clock.now() - (task.startedAt ?? task.createdAt).getTime();
  const footer = answerFooter(records, { model: outcome?.model ?? 'failed', durationMs });
  const content = { progress: [], remarks: [], links: [], footer, kind: 'answer' as const };
  if (!outcome) return { ...content, ...failure(title, finished) };
  const notes = [...outcome.notes, ...(snapshot.notes ?? [])].map((note) => `- ${note}`).join('\n');
  return {
    ...content,
    verdict: outcome.kind === 'answered' ? 'passed' : 'not-done',
    title,
    markdown: notes === '' ? outcome.markdown : `${outcome.markdown}\n\n#### Notes\n\n${notes}`,
  };
}

function failure(title: string, { runs }: FinishedAnswer) {
  const reason = runs.find((run) => run.reason !== null)?.reason ?? 'no outcome';
  const markdown = `This did not work: \`${reason}\`. Ask again; the operator finds more in the log.`;
  return { verdict: 'not-done' as const, title: `${title}: not done`, markdown };
}

interface Said {
  readonly task: TaskRow;
  readonly event: PlatformEvent;
  readonly content: ReplyContent;
  readonly outcome: Outcome | undefined;
}

/** A description stands on its pull request, once; asked for elsewhere, it is an answer there. */
async function reply(
  { store, enqueue }: { readonly store: Store; readonly enqueue: Enqueue },
  { task, event, content, outcome }: Said,
): Promise<void> {
  if (!event.replyTo) return;
  const isHere = task.platform === task.subjectPlatform;
  const isDescription = task.intent === 'describe' && outcome?.kind === 'answered' && isHere;
  const said = isDescription
    ? descriptionOf(event, content, outcome)
    : { target: event.replyTo, content: { ...content, links: isHere ? [] : linksOf(task) } };
  const replyId = await createReply(store, {
    organizationId: task.organizationId,
    projectId: task.projectId,
    taskId: task.id,
    platform: task.platform,
    accountId: task.accountId,
    target: toJsonColumn(said.target),
    content: toJsonColumn(said.content),
  });
  await enqueue('reply.post', { replyId });
}

function descriptionOf(event: PlatformEvent, content: ReplyContent, outcome: Outcome) {
  const { threadId: _thread, headSha: _head, ...target } = event.replyTo ?? {};
  const apply = hasFlag(event, 'apply') ? { apply: { description: outcome.proposals?.body ?? '' } } : {};
  return { target, content: { ...content, kind: 'description' as const, ...apply } };
}

const linksOf = ({ subjectUrl }: TaskRow): ReplyContent['links'] =>
  subjectUrl === null ? [] : [{ label: 'Open the pull request', url: subjectUrl }];
