import type { Finding } from '#agents/contract.ts';
import type { Connection, PlatformEvent, PullRequest } from '#bots/contract.ts';
import { listTasks, type TaskRow } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { toRemark } from '../reply-content.ts';
import { readConfiguration, readReport, type ReplyContent } from '../rows.ts';

export interface SuggestionsAnswer {
  readonly markdown: string;
  readonly suggestions?: ReplyContent['suggestions'];
}

const none = 'The last review made no exact suggestion.';
const noReview = 'There is no finished review of this yet. Ask for one: `/amas review`';

/**
 * What the last finished review would write instead. On an open pull request each is made ready to commit beside the
 * code, where the file is still as it was reviewed; elsewhere they are told. A model's words are guarded by the bot.
 */
export async function suggestionsAnswer(
  host: JobHost,
  task: TaskRow,
  event: PlatformEvent,
): Promise<SuggestionsAnswer> {
  const platform = task.subjectPlatform ?? task.platform;
  const isHere = platform === task.platform;
  const accountId = isHere ? task.accountId : null;
  const connection = await connectTo(host, { ...task, platform, accountId });
  // A button of a fork's check names a commit only.
  const pullRequest = await connection.pullRequest?.(task.subjectId ?? '');
  const subjectUrl = pullRequest?.subject.url ?? task.subjectUrl ?? '';
  const [review] = await listTasks(
    host.database.store,
    { projectId: task.projectId, subjectUrl, intent: 'review', status: 'finished' },
    { limit: 1 },
  );
  if (!review?.report) return { markdown: noReview };
  const findings = readReport(review.report).findings.filter(({ suggestion }) => suggestion !== undefined);
  if (findings.length === 0) return { markdown: none };
  const from =
    review.revision === null ? 'the review' : `the review of commit ${review.revision.slice(0, 7)}`;
  if (!isHere || !pullRequest || event.platform !== platform) return told(from, findings, undefined);
  if (pullRequest.state !== 'open') return told(from, findings, 'the pull request is not open any more');
  const changed = await changedSince(connection, pullRequest, review);
  if (changed === 'unknown')
    return told(from, findings, 'its commits were rewritten since: ask for `/amas review`');
  const [exact, outdated] = [false, true].map((isChanged) =>
    findings.filter(({ location }) => changed.has(location?.path ?? '') === isChanged),
  );
  const { settings } = readConfiguration(review.configuration);
  return {
    markdown: [
      `Of ${from}.`,
      ...(outdated ?? []).map(
        (finding) =>
          `${suggestionMarkdown(finding)}\n\nIt cannot be committed: the file was changed since. Ask for \`/amas review\`.`,
      ),
    ].join('\n\n'),
    suggestions: {
      commit: pullRequest.headSha,
      remarks: (exact ?? []).flatMap((finding) => toRemark(finding, settings)),
    },
  };
}

/** Paths that are not as they were reviewed. */
async function changedSince(
  connection: Connection,
  pullRequest: PullRequest,
  { revision }: TaskRow,
): Promise<ReadonlySet<string> | 'unknown'> {
  if (revision === pullRequest.headSha) return new Set();
  const since = revision === null ? undefined : await connection.changedSince?.(pullRequest, revision);
  return since?.relation === 'ahead' && since.paths ? new Set(since.paths) : 'unknown';
}

function told(from: string, findings: readonly Finding[], why: string | undefined): SuggestionsAnswer {
  const reason = why === undefined ? '' : ` They cannot be committed: ${why}.`;
  return { markdown: [`Of ${from}.${reason}`, ...findings.map(suggestionMarkdown)].join('\n\n') };
}

function suggestionMarkdown({ title, location, suggestion = '' }: Finding): string {
  const lines = location?.endLine === undefined ? '' : `-${location.endLine}`;
  const place = location ? `\`${location.path.replaceAll('`', '')}:${location.line}${lines}\`` : '';
  if (suggestion === '') return `**${title}** ${place}\n\nRemove these lines.`;
  const fence = '`'.repeat(Math.max(3, ...[...suggestion.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `**${title}** ${place}\n\n${fence}\n${suggestion.replace(/\n$/, '')}\n${fence}`;
}
