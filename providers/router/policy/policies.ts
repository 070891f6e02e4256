import type { Filter, Layer, Policy, Routing } from './routing.ts';
import { closedFilter, noPlaces, type PlaceLayer, type Places, type StoredLayer } from './places.ts';
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
export function createPolicies(routing: Routing, places: () => Places = () => noPlaces): Policies {
  return {
    routing,
    for(scope) {
      const layers = layersOf(routing, places(), scope);
      const naming = layers.findLast(([, layer]) => layer.policy !== undefined);
      const named = naming?.[1].policy;
      const base = policyOf(routing, named) ?? plainPolicy;
      const filters = layers.flatMap(([, { policy, where }]) => [
        ...(policy === undefined ? [] : [policyOf(routing, policy)?.where ?? closedFilter]),
        ...(where ? [where] : []),
      ]);
      const chosen = {
        name: typeof named === 'object' ? 'own' : (named ?? 'order'),
        layer: naming?.[0] ?? 'default',
        policy: base,
        filters,
      } as const;
      return scope.want === undefined ? chosen : wanted(chosen, scope.want, routing);
    },
  };
}

type AnyLayer = Layer | StoredLayer;
type NamedLayer = readonly [Exclude<ChosenPolicy['layer'], 'call'>, AnyLayer];

/** What is stored for a place goes before what the file says of it; the filters of both hold. */
function layersOf(
  routing: Routing,
  places: Places,
  { organizationId, projectId = '', agent }: PolicyScope,
): NamedLayer[] {
  const organization = places.organizations.get(organizationId);
  const project = places.projects.get(projectId);
  const layers: [NamedLayer[0], AnyLayer | undefined][] = [
    ['default', routing.default],
    ['organization', layerFor(routing.organizations, organizationId, organization)],
    ['organization', organization?.stored],
    ['project', layerFor(routing.projects, projectId, project)],
    ['project', project?.stored],
    ['agent', entryOf(routing.agents, agent)],
  ];
  return layers.flatMap(([name, layer]): NamedLayer[] => (layer ? [[name, layer]] : []));
}

/** The file may name a place by its id, its slug, or a project by its own part of the slug. */
function layerFor(layers: Routing['agents'], id: string, place: PlaceLayer | undefined): Layer | undefined {
  const names = place ? [id, place.slug, place.slug.replace(/^.*\//, '')] : [id];
  return names.map((name) => entryOf(layers, name)).find((layer) => layer !== undefined);
}

const entryOf = (layers: Routing['agents'], name: string): Layer | undefined =>
  Object.hasOwn(layers, name) ? layers[name] : undefined;

function policyOf({ policies }: Routing, meant: string | Policy | undefined): Policy | undefined {
  if (typeof meant === 'object') return meant;
  return meant !== undefined && Object.hasOwn(policies, meant) ? policies[meant] : undefined;
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
