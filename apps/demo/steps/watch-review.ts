import { describeDelivery } from '#prisma/repositories/delivery-reads.ts';
import { describeRun, endedRuns } from '../review-runs.ts';
import type { Announced, Scene, Stage } from '../scene.ts';
import { seconds } from '../story.ts';
import { until } from '../until.ts';

/** Follows the review from the check run in progress to the one that is completed. Returns its task. */
export async function watchReview(
  { story }: Stage,
  { github, repository, database: { store } }: Scene,
  { delivery, deliveryId }: Announced,
): Promise<string> {
  story.chapter('AMAS reviews it');
  const checkRun = () => github.checkRuns(repository.fullName)[0];
  await story.task({
    label: 'waiting for the check run',
    work: (signal) => until(checkRun, signal),
    done: ({ name, output }) => `check run "${name}" shows on the pull request: ${output.title}`,
  });
  const taskId = await story.task({
    label: 'making a task of the webhook',
    work: (signal) =>
      until(async () => (await describeDelivery(store, deliveryId))?.taskId ?? undefined, signal),
    done: (id) => `task ${id}`,
  });
  await story.task({
    label: 'letting the agents work',
    work: (signal) => until(() => endedRuns(store, taskId), signal),
    done: (runs) => `agents: ${runs.map(describeRun).join(', ')}`,
  });
  await story.task({
    label: 'posting the review',
    work: (signal) => until(() => (checkRun()?.status === 'completed' ? true : undefined), signal),
    done: () => 'review posted, check run completed',
  });
  const last = github.effects.findLast(({ kind }) => kind === 'check_run.updated');
  const ms = (last?.at ?? Number.NaN) - delivery.deliveredAt;
  story.line(story.colors.bold(`  ${seconds(ms)} from the webhook to the posted review`));
  return taskId;
}
