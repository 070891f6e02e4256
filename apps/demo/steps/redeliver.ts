import { NotFinished } from '#apps/cli/errors.ts';
import { systemClock } from '#monitoring/clock.ts';
import type { Announced, Scene, Stage } from '../scene.ts';
import { answerTo, outcomeOf } from './open-pull-request.ts';

/** A webhook that counts has shown its check run by then. */
const watchMs = 1_000;

/** GitHub delivers the same webhook again, as it does when somebody presses "Redeliver": nothing may come of it. */
export async function redeliver(
  { story }: Stage,
  scene: Scene,
  { delivery, deliveryId }: Announced,
): Promise<void> {
  const { github } = scene;
  story.chapter('GitHub delivers the first webhook once more');
  const before = await visible(scene);
  await story.task({
    label: 'sending the same webhook again',
    work: async (signal) => {
      const again = github.redeliver(delivery);
      if (!again) throw new NotFinished('The stand-in has nowhere to send the webhook to.');
      const { delivery: id, outcome } = await answerTo(again, signal);
      if (outcome !== 'duplicate' || id !== deliveryId)
        throw new NotFinished(`The hub took the same webhook as a new one: ${outcome}.`);
      return again;
    },
    done: (again) => `same delivery ${again.guid}: ${outcomeOf(again)}`,
  });
  await story.task({
    label: 'watching for a second effect',
    work: async (signal) => {
      await systemClock.sleep(watchMs, signal);
      const after = await visible(scene);
      if (after.tasks !== before.tasks || after.effects !== before.effects)
        throw new NotFinished('The same webhook had a second effect.');
    },
    done: () => 'no second task, nothing new on GitHub or Slack',
  });
}

/** Everything that work leaves behind. */
async function visible({ github, slack, database }: Scene) {
  await github.settled();
  return {
    tasks: await database.store.task.count(),
    effects: github.effects.length + slack.workspace.effects.length,
  };
}
