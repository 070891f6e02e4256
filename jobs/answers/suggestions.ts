import type { Finding } from '#agents/contract.ts';
import { listTasks, type TaskRow } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readReport } from '../rows.ts';

const none = 'The last review made no exact suggestion.';
const noReview = 'There is no finished review of this yet. Ask for one: `/amas review`';

/** What the last finished review would write instead, each with its place. A model's words are guarded by the bot. */
export async function suggestionsMarkdown(host: JobHost, task: TaskRow): Promise<string> {
  const subjectUrl = await urlOf(host, task);
  const [review] = await listTasks(
    host.database.store,
    { projectId: task.projectId, subjectUrl, intent: 'review', status: 'finished' },
    { limit: 1 },
  );
  if (!review?.report) return noReview;
  const findings = readReport(review.report).findings.filter(({ suggestion }) => suggestion !== undefined);
  if (findings.length === 0) return none;
  const commit = review.revision === null ? '' : ` of commit ${review.revision.slice(0, 7)}`;
  return [
    `From the review${commit}. Where a remark stands beside the code, “Commit suggestion” there applies it.`,
    ...findings.map(suggestionMarkdown),
  ].join('\n\n');
}

/** A button of a fork's check names a commit only. */
async function urlOf(host: JobHost, task: TaskRow): Promise<string> {
  const subject = (await (await connectTo(host, task)).pullRequest?.(task.subjectId ?? ''))?.subject;
  return subject?.url ?? task.subjectUrl ?? '';
}

function suggestionMarkdown({ title, location, suggestion = '' }: Finding): string {
  const lines = location?.endLine === undefined ? '' : `-${location.endLine}`;
  const place = location ? `\`${location.path.replaceAll('`', '')}:${location.line}${lines}\`` : '';
  if (suggestion === '') return `**${title}** ${place}\n\nRemove these lines.`;
  const fence = '`'.repeat(Math.max(3, ...[...suggestion.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `**${title}** ${place}\n\n${fence}\n${suggestion.replace(/\n$/, '')}\n${fence}`;
}
