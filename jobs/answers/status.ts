import { findStop } from '#prisma/repositories/acts.ts';
import { findSuppressions } from '#prisma/repositories/suppressions.ts';
import { listTasks, type TaskRow } from '#prisma/repositories/tasks.ts';
import { repositoryOf } from '../commands/act-fields.ts';
import type { JobHost } from '../host.ts';

const maxListed = 10;

/** What is being worked on, or was; whether it is paused; what is contested here. */
export async function statusMarkdown(host: JobHost, task: TaskRow): Promise<string> {
  const { projectId, subjectUrl } = task;
  const tasks = await listTasks(
    host.database.store,
    { projectId, ...(subjectUrl === null ? {} : { subjectUrl }) },
    { limit: 3 * maxListed },
  );
  // Whoever joined a review is told of it by the review itself; questions about the state are no work.
  const listed = tasks
    .filter(({ reason, intent }) => reason !== 'task.joined' && intent !== 'answer')
    .slice(0, maxListed);
  const rows = listed.map(
    (row) =>
      `- ${row.intent} **${row.status}**${row.reason === null ? '' : ` (\`${row.reason}\`)`} · ${row.subjectUrl ?? row.instructions} · ${row.createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  );
  const about = tasks.find(({ subjectId }) => subjectId !== null && !subjectId.includes('://'))?.subjectId;
  return [
    ...(await standing(host, task, about ?? task.subjectId)),
    rows.length === 0 ? 'Nothing has been asked for yet.' : rows.join('\n'),
  ].join('\n\n');
}

/** Who stopped it, where somebody did. */
export async function pauseLine(
  host: JobHost,
  { projectId }: Pick<TaskRow, 'projectId'>,
  subjectId: string | null | undefined,
): Promise<string[]> {
  if (!subjectId) return [];
  const stop = await findStop(host.database.store, { projectId, subjectId });
  if (!stop) return [];
  const since = stop.createdAt.toISOString().slice(0, 16).replace('T', ' ');
  return [`Paused by ${stop.actorName} since ${since} UTC. To let automatic reviews go on: \`/amas resume\``];
}

async function standing(host: JobHost, task: TaskRow, subjectId: string | null): Promise<string[]> {
  if (subjectId === null || task.subjectUrl === null) return [];
  const place = {
    projectId: task.projectId,
    platform: task.subjectPlatform ?? task.platform,
    repository: repositoryOf(subjectId),
    subjectId,
  };
  const contested = await findSuppressions(host.database.store, place, new Date(host.clock.now()));
  const rows = contested.map(
    ({ scope, rule, act, expiresAt }) =>
      `\`${rule}\` (${scope}, by ${act.actorName}${expiresAt ? `, until ${expiresAt.toISOString().slice(0, 10)}` : ''})`,
  );
  return [
    ...(await pauseLine(host, task, subjectId)),
    ...(rows.length === 0 ? [] : [`Contested and not counted here: ${rows.slice(0, maxListed).join('; ')}`]),
  ];
}
