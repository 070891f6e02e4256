import { recordAct } from '#prisma/repositories/acts.ts';
import { findRuns } from '#prisma/repositories/executions.ts';
import { findFinishedTasks } from '#prisma/repositories/tasks.ts';
import { readOutcome } from '../rows.ts';
import { actFields } from './act-fields.ts';
import type { Act } from './perform-act.ts';

/** How many finished triages are looked through for the newest proposal: those that only applied have none. */
const maxTriages = 10;

/** `triage --apply`: exactly what was proposed last, as far as the repository still has it. Labels are only added. */
export const setLabels: Act = async (acting) => {
  const { host, task, connection, subjectId } = acting;
  const proposed = await proposedLabels(acting);
  const [issue, known = []] = await Promise.all([
    connection.issue?.(subjectId),
    connection.labels?.(subjectId),
  ]);
  const has = new Set(issue?.labels.map((name) => name.toLowerCase()));
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  const labels = proposed.filter((name) => names.has(name.toLowerCase()) && !has.has(name.toLowerCase()));
  host.log.debug({ taskId: task.id, proposed: proposed.length, set: labels.length }, 'labels of a triage');
  return async ({ store }) => {
    if (proposed.length === 0) {
      return {
        title: 'Nothing to set',
        markdown: 'No labels were proposed here: ask for `/amas triage` first.',
      };
    }
    if (labels.length === 0) {
      return {
        title: 'Nothing to set',
        markdown: 'The proposed labels are set already, or no longer exist.',
      };
    }
    await recordAct(store, { ...actFields(acting), kind: 'labels', details: { labels } });
    const list = labels.map((name) => `\`${name.replaceAll('`', "'")}\``).join(', ');
    return {
      title: 'Labels set',
      markdown: `Set as proposed: ${list}. To take them back: \`/amas undo\``,
      apply: { addLabels: labels },
    };
  };
};

async function proposedLabels({ host, task, subjectId }: Parameters<Act>[0]): Promise<readonly string[]> {
  const { store } = host.database;
  const about = { projectId: task.projectId, subjectId, intent: 'triage' };
  for (const { id } of await findFinishedTasks(store, about, maxTriages)) {
    const [run] = await findRuns(store, id);
    if (run && run.outcome !== null) return readOutcome(run.outcome).proposals?.labels ?? [];
  }
  return [];
}
