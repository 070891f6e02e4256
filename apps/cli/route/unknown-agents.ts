import { manifests } from '#agents/manifests.ts';
import { nearNames } from '#monitoring/near-names.ts';
import type { Routing } from '#providers/router/policy/routing.ts';

/** Who asks models: the agents, the gateway for other tools, and `amas review` as a whole. */
const askers = [...Object.keys(manifests), 'gateway', 'review'];

/** What is said of an agent that there is not, as a sentence; undefined for one that there is. */
export function unknownAgent(name: string): string | undefined {
  if (askers.includes(name)) return undefined;
  const near = nearNames(name, askers)[0];
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `No agent is called ${name}.${hint} There are: ${askers.join(', ')}.`;
}

/** What a routing file says for agents that there are not: it never holds. */
export function agentsInVain({ agents, policies }: Routing): string[] {
  const rated = Object.values(policies).flatMap(({ quality = {} }) => Object.keys(quality));
  const named = new Set([...Object.keys(agents), ...rated.filter((name) => name !== 'default')]);
  return [...named].flatMap((name) => {
    const told = unknownAgent(name);
    return told === undefined ? [] : [`The routing file speaks in vain. ${told}`];
  });
}
