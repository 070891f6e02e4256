import type { PlatformEvent } from '#bots/contract.ts';
import type { Store } from '#prisma/client.ts';
import { findApproval, type Approval } from '#prisma/repositories/budget-approvals.ts';
import { findTaskIds } from '#prisma/repositories/id-prefix.ts';
import { findOpenTasksOn, findTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import { commandOf } from '../commands/text-of.ts';

/** The task that a decision is about, or why there is none, in words. */
export type Meant =
  | { readonly kind: 'task'; readonly target: TaskRow; readonly approval: Approval }
  | { readonly kind: 'none'; readonly why: string };

/** Shorter ones could be guessed. */
const leastIdChars = 8;
const maxTasks = 10;

/** By its id, else the one that waits where the words stand. Only of the same project. */
export async function findMeant(store: Store, task: TaskRow, event: PlatformEvent): Promise<Meant> {
  const [given, ...more] = commandOf(event)?.words ?? [];
  if (more.length > 0) return none('Name one task at a time.');
  if (given === undefined && task.subjectId === null)
    return none('Name the task: the message that waits says its id, as `/amas approve <task>`.');
  const ids = given === undefined ? await waitingOn(store, task) : await idsOf(store, given);
  const found = (await Promise.all(ids.map((id) => findTask(store, id)))).filter(
    (each): each is TaskRow => each?.projectId === task.projectId,
  );
  const [target, other] = found;
  if (other)
    return none(`Several are meant; name one of them:\n\n${found.map(({ id }) => `- \`${id}\``).join('\n')}`);
  const approval = target && (await findApproval(store, target.id));
  if (target && approval) return { kind: 'task', target, approval };
  return none(
    given === undefined
      ? 'Nothing waits here for a decision.'
      : 'No task of this project with this id waits, or waited, for a decision.',
  );
}

async function waitingOn(store: Store, { projectId, subjectId, subjectUrl }: TaskRow): Promise<string[]> {
  const open = await findOpenTasksOn(store, { projectId, subjectId: subjectId ?? '', subjectUrl });
  return open.filter(({ status }) => status === 'waiting').map(({ id }) => id);
}

async function idsOf(store: Store, given: string): Promise<string[]> {
  return given.length < leastIdChars ? [] : await findTaskIds(store, given, maxTasks);
}

const none = (why: string): Meant => ({ kind: 'none', why });
