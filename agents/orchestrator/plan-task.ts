import { AmasError } from '#monitoring/errors.ts';
import type { AgentManifest, Plan, Task } from '../contract.ts';

/**
 * Chooses the agents for a task: all that serve its intent, in one parallel stage, in the order of their ids.
 * Throws `agents.no_agent` when none does.
 */
export function planTask(task: Pick<Task, 'intent'>, manifests: readonly AgentManifest[]): Plan {
  const stage = manifests
    .filter((manifest) => manifest.intents.includes(task.intent))
    .map((manifest) => manifest.id)
    .toSorted();
  if (stage.length > 0) return { stages: [stage] };
  const known = [...new Set(manifests.flatMap((manifest) => manifest.intents))].toSorted();
  throw new AmasError('agents.no_agent', 'no agent serves the intent', {
    details: { intent: task.intent },
    publicMessage: `No agent can do that. What can be asked for: ${known.join(', ') || 'nothing yet'}.`,
  });
}
