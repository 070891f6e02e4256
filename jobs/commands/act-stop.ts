import { endStops, findStop, recordAct } from '#prisma/repositories/acts.ts';
import { findCompletions } from '#prisma/repositories/completions.ts';
import { findOpenTasksOn } from '#prisma/repositories/tasks.ts';
import type { Store } from '#prisma/client.ts';
import { cancelTask } from '../cancel-tasks.ts';
import { actFields } from './act-fields.ts';
import type { Act } from './perform-act.ts';

/** Cancels everything that is open on the subject, whoever asked for it, and pauses what nobody asks for. */
export const stop: Act = async (acting) => async (transaction) => {
  const { store } = transaction;
  const { task, subjectId } = acting;
  const place = { projectId: task.projectId, subjectId };
  const already = await findStop(store, place);
  const open = (await findOpenTasksOn(store, { ...place, subjectUrl: task.subjectUrl })).filter(
    ({ id }) => id !== task.id,
  );
  for (const { id } of open) await cancelTask(transaction, id, 'task.stopped');
  if (!already) await recordAct(store, { ...actFields(acting), kind: 'stop' });
  const cost = await costOf(
    store,
    open.map(({ id }) => id),
  );
  const stopped =
    open.length === 0
      ? 'Nothing was under way.'
      : `Cancelled: ${open.map(({ intent, status }) => `${intent} (${status})`).join(', ')}. Model calls under way end within a second. So far this had cost ${cost}.`;
  const paused = already
    ? `Automatic reviews were paused already, by ${already.actorName} since ${timeOf(already.createdAt)}.`
    : 'Automatic reviews are paused here from now on.';
  return { title: 'Stopped', markdown: `${stopped}\n\n${paused} To let them go on: \`/amas resume\`` };
};

export const resume: Act =
  async (acting) =>
  async ({ store }) => {
    const { task, subjectId, event } = acting;
    const count = await endStops(store, { projectId: task.projectId, subjectId }, event.actor.name);
    return count === 0
      ? { title: 'Not paused', markdown: 'Nothing was paused here.' }
      : {
          title: 'Resumed',
          markdown:
            'Automatic reviews go on with the next push. What was pushed meanwhile is reviewed with `/amas review`.',
        };
  };

async function costOf(store: Store, taskIds: readonly string[]): Promise<string> {
  const rows = (await Promise.all(taskIds.map((id) => findCompletions(store, id)))).flat();
  if (rows.some(({ costUsd }) => costUsd === null)) return 'an unknown amount';
  return `$${rows.reduce((sum, { costUsd }) => sum + Number(costUsd), 0).toFixed(4)}`;
}

export const timeOf = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
