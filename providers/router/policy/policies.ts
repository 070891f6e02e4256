import type { Filter, Layer, Policy, Routing } from './routing.ts';
import { plainPolicy } from './routing.ts';

/** Who asks, as far as policies care. */
export interface PolicyScope {
  readonly organizationId: string;
  readonly projectId?: string;
  readonly agent: string;
  readonly want?: string;
}

/** The policy of one call: who chose it, and the filters of all layers, each of which holds. */
export interface ChosenPolicy {
  readonly name: string;
  readonly layer: 'default' | 'organization' | 'project' | 'agent' | 'call';
  readonly policy: Policy;
  readonly filters: readonly Filter[];
}

export interface Policies {
  readonly routing: Routing;
  for(scope: PolicyScope): ChosenPolicy;
}

/**
 * The nearest layer that names a policy chooses it: the call, the agent, the project, the organization, the default.
 * Filters add up instead, so that an agent's policy cannot undo what its organization forbids.
 */
export function createPolicies(routing: Routing): Policies {
  return {
    routing,
    for(scope) {
      const layers = layersOf(routing, scope);
      const naming = layers.findLast(([, layer]) => layer.policy !== undefined);
      const name = naming?.[1].policy;
      const base = (name === undefined ? undefined : routing.policies[name]) ?? plainPolicy;
      const filters = layers.flatMap(([, { policy, where }]) => [
        ...(policy === undefined ? [] : [routing.policies[policy]?.where ?? {}]),
        ...(where ? [where] : []),
      ]);
      const chosen = {
        name: name ?? 'order',
        layer: naming?.[0] ?? 'default',
        policy: base,
        filters,
      } as const;
      return scope.want === undefined ? chosen : wanted(chosen, scope.want, routing);
    },
  };
}

type NamedLayer = readonly [Exclude<ChosenPolicy['layer'], 'call'>, Layer];

function layersOf(routing: Routing, { organizationId, projectId, agent }: PolicyScope): NamedLayer[] {
  const layers: [NamedLayer[0], Layer | undefined][] = [
    ['default', routing.default],
    ['organization', routing.organizations[organizationId]],
    ['project', projectId === undefined ? undefined : routing.projects[projectId]],
    ['agent', routing.agents[agent]],
  ];
  return layers.flatMap(([name, layer]): NamedLayer[] => (layer ? [[name, layer]] : []));
}

const autoStrategies: Readonly<Record<string, Policy['strategy']>> = {
  'auto:cheap': 'cost',
  'auto:fast': 'latency',
};

/** What the call itself asks for goes before every policy, but not before a filter. */
function wanted(chosen: ChosenPolicy, want: string, routing: Routing): ChosenPolicy {
  if (want === 'auto') return chosen;
  const strategy = autoStrategies[want];
  if (strategy) return { ...chosen, name: want, layer: 'call', policy: { ...chosen.policy, strategy } };
  const alias = Object.hasOwn(routing.aliases, want) ? routing.aliases[want] : undefined;
  const models = alias === undefined ? [want] : [alias].flat();
  const policy: Policy = { ...chosen.policy, strategy: 'order', models };
  return { ...chosen, name: want, layer: 'call', policy };
}

/** Every `provider/model` that the routing names anywhere: what has to be opened beside the defaults. */
export function modelsNamedIn(routing: Routing): readonly string[] {
  const policies = Object.values(routing.policies).flatMap(({ models = [], where }) => [
    ...models,
    ...(where.allow ?? []),
  ]);
  const aliases = Object.values(routing.aliases).flat();
  return [...new Set([...routing.models, ...policies, ...aliases])].filter((name) => name.includes('/'));
}

/** Whether a name of the routing means this model: the provider with whatever model, or the model itself. */
export const isMeant = (
  name: string,
  { name: model, provider }: { readonly name: string; readonly provider: string },
) => (name.includes('/') ? name === model : name === provider);
