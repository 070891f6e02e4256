import type { Finding } from '#agents/contract.ts';
import type { Connection, PullRequest } from '#bots/contract.ts';
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
export async function suggestionsAnswer(host: JobHost, task: TaskRow): Promise<SuggestionsAnswer> {
  const { connection, pullRequest, review } = await readSubject(host, task);
  if (!review?.report) return { markdown: noReview };
  const findings = readReport(review.report).findings.filter(({ suggestion }) => suggestion !== undefined);
  if (findings.length === 0) return { markdown: none };
  const suggesting = { findings, review };
  if (!isHere(task) || !pullRequest) return told(suggesting, undefined);
  if (pullRequest.state !== 'open') return told(suggesting, 'the pull request is not open any more');
  const changed = await changedSince(connection, pullRequest, review);
  return changed === 'unknown'
    ? told(suggesting, 'its commits were rewritten since: ask for `/amas review`')
    : committable(suggesting, pullRequest, changed);
}

/** Asked on the platform where the pull request is. */
const isHere = ({ platform, subjectPlatform }: TaskRow): boolean =>
  (subjectPlatform ?? platform) === platform;

async function readSubject(host: JobHost, task: TaskRow) {
  const connection = await connectTo(host, {
    ...task,
    platform: task.subjectPlatform ?? task.platform,
    accountId: isHere(task) ? task.accountId : null,
  });
  // A button of a fork's check names a commit only.
  const pullRequest = await connection.pullRequest?.(task.subjectId ?? '');
  const subjectUrl = pullRequest?.subject.url ?? task.subjectUrl ?? '';
  const [review] = await listTasks(
    host.database.store,
    { projectId: task.projectId, subjectUrl, intent: 'review', status: 'finished' },
    { limit: 1 },
  );
  return { connection, pullRequest, review };
}

interface Suggesting {
  readonly findings: readonly Finding[];
  readonly review: TaskRow;
}

/** Those in files that are as they were reviewed are exact still. */
function committable(
  { findings, review }: Suggesting,
  { headSha }: PullRequest,
  changed: ReadonlySet<string>,
): SuggestionsAnswer {
  const isOutdated = ({ location }: Finding) => changed.has(location?.path ?? '');
  const { settings } = readConfiguration(review.configuration);
  const outdated = findings
    .filter(isOutdated)
    .map(
      (finding) =>
        `${suggestionMarkdown(finding)}\n\nIt cannot be committed: the file was changed since. Ask for \`/amas review\`.`,
    );
  return {
    markdown: [`${fromOf(review)}.`, ...outdated].join('\n\n'),
    suggestions: {
      commit: headSha,
      remarks: findings
        .filter((finding) => !isOutdated(finding))
        .flatMap((finding) => toRemark(finding, settings)),
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

const fromOf = ({ revision }: TaskRow): string =>
  revision === null ? 'Of the last review' : `Of the review of commit ${revision.slice(0, 7)}`;

function told({ findings, review }: Suggesting, why: string | undefined): SuggestionsAnswer {
  const reason = why === undefined ? '' : ` They cannot be committed: ${why}.`;
  return { markdown: [`${fromOf(review)}.${reason}`, ...findings.map(suggestionMarkdown)].join('\n\n') };
}

function suggestionMarkdown({ title, location, suggestion = '' }: Finding): string {
  const lines = location?.endLine === undefined ? '' : `-${location.endLine}`;
  const place = location ? `\`${location.path.replaceAll('`', '')}:${location.line}${lines}\`` : '';
  if (suggestion === '') return `**${title}** ${place}\n\nRemove these lines.`;
  const fence = '`'.repeat(Math.max(3, ...[...suggestion.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `**${title}** ${place}\n\n${fence}\n${suggestion.replace(/\n$/, '')}\n${fence}`;
}
