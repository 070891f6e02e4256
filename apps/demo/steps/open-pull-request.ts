import { z } from 'zod';
import { NotFinished } from '#apps/cli/errors.ts';
import { sampleRepository } from '#test/stand-ins/github/sample-repository.ts';
import type { Delivery } from '#test/stand-ins/github/webhooks/deliveries.ts';
import type { Announced, Scene, Stage } from '../scene.ts';
import { until } from '../until.ts';

const HubAnswer = z.object({ delivery: z.string(), outcome: z.string() });

/** The pull request is opened on the stand-in, which sends the signed webhook as GitHub would. */
export async function openPullRequest({ story }: Stage, scene: Scene): Promise<Announced> {
  const { github, repository } = scene;
  const { title, author } = sampleRepository.pull;
  story.chapter(`${author} opens a pull request on GitHub: "${title}"`);
  const announced = await story.task({
    label: 'sending the signed webhook',
    work: async (signal) => {
      const pull = repository.openPullRequest(sampleRepository.pull);
      const delivery = await until(
        () => github.deliveries().find(({ event }) => event === 'pull_request'),
        signal,
      );
      const { delivery: deliveryId } = await answerTo(delivery, signal);
      return { pull, delivery, deliveryId };
    },
    done: ({ delivery }) => `webhook ${delivery.event}.${delivery.action}, signed: ${outcomeOf(delivery)}`,
  });
  story.line(`  delivery ${announced.delivery.guid}`);
  story.line(`  ${announced.pull.url}`);
  return announced;
}

/** What the hub said about a delivery, once it has. */
export async function answerTo(
  delivery: Delivery,
  signal: AbortSignal,
): Promise<{ delivery: string; outcome: string }> {
  const outcome = await until(
    () => (delivery.outcome.status === 'pending' ? undefined : delivery.outcome),
    signal,
  );
  if (outcome.statusCode === 200) return HubAnswer.parse(JSON.parse(outcome.response.payload));
  throw new NotFinished(`The hub did not take the webhook: ${outcome.status} ${outcome.response.payload}`);
}

/** `HTTP 200 in 7 ms, accepted`. */
export function outcomeOf({ outcome }: Delivery): string {
  const { outcome: word } = HubAnswer.parse(JSON.parse(outcome.response.payload));
  return `HTTP ${outcome.statusCode} in ${Math.round(outcome.durationSeconds * 1_000)} ms, ${word}`;
}
