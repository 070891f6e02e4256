import { z } from 'zod';
import { endAct, findLastAct, type ActRow } from '#prisma/repositories/acts.ts';
import { actFields } from './act-fields.ts';
import { timeOf } from './act-stop.ts';
import type { Act, Done } from './perform-act.ts';

const Labels = z.object({ labels: z.array(z.string()) });

/** Takes back the last thing that this person had recorded here and that still holds: nobody else's. */
export const undo: Act =
  async (acting) =>
  async ({ store }) => {
    const { task, subjectId, event } = acting;
    const last = await findLastAct(
      store,
      { projectId: task.projectId, subjectId },
      actFields(acting).actorId,
    );
    if (!last || !(await endAct(store, last.id, event.actor.name))) {
      return { title: 'Nothing to undo', markdown: 'You have nothing recorded here that still holds.' };
    }
    return { title: 'Taken back', ...whatWas(last) };
  };

function whatWas(act: ActRow): Pick<Done, 'markdown' | 'apply'> {
  const since = timeOf(act.createdAt);
  if (act.kind === 'stop')
    return { markdown: `Your stop of ${since}: automatic reviews go on with the next push.` };
  if (act.kind === 'labels') {
    const { labels = [] } = Labels.safeParse(act.details).data ?? {};
    const names = labels.map((name) => `\`${name.replaceAll('`', "'")}\``).join(', ');
    return {
      markdown: `The labels that you had set on ${since}: ${names}.`,
      apply: { removeLabels: labels },
    };
  }
  const [suppression] = act.suppressions;
  const what = suppression
    ? `“${suppression.title}” (\`${suppression.rule}\`, scope ${suppression.scope})`
    : 'a finding';
  return { markdown: `What you said on ${since} against ${what}: it counts again from the next review on.` };
}
