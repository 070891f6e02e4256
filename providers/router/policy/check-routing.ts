import { nearNames } from '#monitoring/near-names.ts';
import type { Price, Rates } from '../../contract.ts';
import { ProviderError } from '../../errors.ts';
import { manifests } from '../../manifests.ts';
import type { Member } from '../pool.ts';
import { filterRefusal } from '../select.ts';
import { createPolicies, isMeant, type ChosenPolicy } from './policies.ts';
import type { Filter, Policy, Routing } from './routing.ts';

/**
 * Finds what could only fail later: names that nobody has, and policies that can never match anybody. With no members
 * there is nothing to check against.
 * @throws `providers.routing_invalid` with every problem at once
 */
export function checkRouting(routing: Routing, members: readonly Member[]): void {
  const isChecked = members.length > 0;
  const unknown = unknownPolicies(routing);
  const problems = [
    ...unknown,
    ...(isChecked ? unknownProviders(routing, members) : []),
    ...(isChecked ? priceProblems(routing, members) : []),
    // A policy that does not exist matches nobody: that is no news once it is told.
    ...(isChecked && unknown.length === 0 ? neverMatching(routing, members) : []),
  ];
  if (problems.length > 0) throw routingInvalid(problems);
}

export const routingInvalid = (problems: readonly string[]) =>
  new ProviderError('providers.routing_invalid', 'router', {
    publicMessage: `The routing configuration is not valid. ${problems.join(' ')}`,
    details: { problems },
  });

function layersIn({ default: fallback, organizations, projects, agents }: Routing) {
  const named = (kind: string, layers: Routing['agents']) =>
    Object.entries(layers).map(([id, layer]) => ({ where: `${kind} ${id}`, layer }));
  return [
    ...(fallback ? [{ where: 'The default', layer: fallback }] : []),
    ...named('The organization', organizations),
    ...named('The project', projects),
    ...named('The agent', agents),
  ];
}

function unknownPolicies(routing: Routing): string[] {
  const known = Object.keys(routing.policies);
  return layersIn(routing).flatMap(({ where, layer: { policy } }) => {
    if (policy === undefined || known.includes(policy)) return [];
    const near = nearNames(policy, known);
    return [
      `${where} names the policy "${policy}", which does not exist.${near[0] ? ` Did you mean "${near[0]}"?` : ''}`,
    ];
  });
}

/** Where a name is mistyped that forbids or limits somebody, nothing would be forbidden or limited. */
function unknownProviders(routing: Routing, members: readonly Member[]): string[] {
  const known = [
    ...new Set([...Object.keys(manifests), ...members.map(({ candidate }) => candidate.provider.id)]),
  ];
  const told = namesIn(routing).flatMap(({ where, names }) =>
    names.map((name) => ({ where, name, provider: name.split('/', 1)[0] ?? name })),
  );
  return told
    .filter(({ provider }) => !known.includes(provider))
    .map(({ where, name, provider }) => {
      const near = nearNames(provider, known)[0];
      return `${where} names ${name}, and there is no provider "${provider}".${near ? ` Did you mean "${near}"?` : ''}`;
    });
}

/** Everything that names providers and models, with the place where it stands. */
function namesIn(routing: Routing): { readonly where: string; readonly names: readonly string[] }[] {
  const filters = layersIn(routing).flatMap(({ where, layer }) =>
    layer.where ? [{ where, filter: layer.where }] : [],
  );
  const policies = Object.entries(routing.policies).map(([name, policy]) => ({
    where: `The policy ${name}`,
    policy,
  }));
  const all = [...filters, ...policies.map(({ where, policy }) => ({ where, filter: policy.where }))];
  return [
    ...policies.map(({ where, policy: { models = [], weights = {}, quality = {} } }) => ({
      where,
      names: [...models, ...Object.keys(weights), ...Object.values(quality).flatMap(Object.keys)],
    })),
    ...all.map(({ where, filter: { allow = [], deny = [] } }) => ({ where, names: [...allow, ...deny] })),
    ...Object.entries(routing.aliases).map(([alias, names]) => ({
      where: `The alias ${alias}`,
      names: [names].flat(),
    })),
    ...(['models', 'rates', 'prices', 'regions'] as const).map((key) => ({
      where: `\`${key}\``,
      names: Array.isArray(routing[key]) ? routing[key] : Object.keys(routing[key]),
    })),
  ];
}

/** Prices that leave out what the vendor charges besides. */
function priceProblems({ prices }: Routing, members: readonly Member[]): string[] {
  return Object.entries(prices).flatMap(([name, stated]) => {
    const left = members
      .filter(({ name: model, candidate }) => isMeant(name, { name: model, provider: candidate.provider.id }))
      .flatMap(({ info }) => leftOut(info.price, stated.flatMap(ratesIn)));
    const kinds = [...new Set(left)].join(' and no ');
    if (kinds === '') return [];
    return [`The price of ${name} states no ${kinds}, and its vendor charges for that: state it too.`];
  });
}

/** Each of its tiers and hours is a price of its own. */
const ratesIn = (price: Rates & Pick<Price, 'above' | 'peak'>): Rates[] =>
  [price, price.above, price.peak].filter((rates) => rates !== undefined);

const leftOut = (usual: Price | undefined, stated: readonly Rates[]) =>
  (['cacheRead', 'cacheWrite'] as const).filter(
    (kind) => usual?.[kind] !== undefined && stated.some((rates) => rates[kind] === undefined),
  );

function neverMatching(routing: Routing, members: readonly Member[]): string[] {
  const policies = createPolicies(routing);
  const alone = Object.entries(routing.policies).flatMap(([name, policy]) =>
    problemOf(`the policy "${name}"`, policy, { filters: [policy.where], members }),
  );
  if (alone.length > 0) return alone;
  return combinations(routing).flatMap(({ told, scope }) => {
    const chosen: ChosenPolicy = policies.for(scope);
    return problemOf(told, chosen.policy, { filters: chosen.filters, members });
  });
}

/** Every layer by itself and every organization and project with every agent: filters of two may leave nobody. */
function combinations({ organizations, projects, agents }: Routing) {
  const none = undefined;
  const owners = [
    { told: '', organizationId: '' },
    ...Object.keys(organizations).map((id) => ({ told: `the organization ${id}`, organizationId: id })),
    ...Object.keys(projects).map((id) => ({ told: `the project ${id}`, organizationId: '', projectId: id })),
  ];
  return owners.flatMap(({ told, ...owner }) =>
    [none, ...Object.keys(agents)].map((agent) => ({
      told:
        [told, agent === undefined ? '' : `the agent ${agent}`]
          .filter((part) => part !== '')
          .join(' with ') || 'The default',
      scope: { ...owner, agent: agent ?? '' },
    })),
  );
}

interface Among {
  readonly filters: readonly Filter[];
  readonly members: readonly Member[];
}

function problemOf(told: string, { models }: Policy, { filters, members }: Among): string[] {
  const offered = members.filter(
    ({ name, candidate }) =>
      !models || models.some((meant) => isMeant(meant, { name, provider: candidate.provider.id })),
  );
  if (offered.length === 0) {
    const names = [...new Set(members.map(({ name }) => name))];
    return [
      `Calls of ${told} can never match: none of ${(models ?? []).join(', ')} is configured. Configured: ${names.join(', ')}.`,
    ];
  }
  const refusals = offered.map((member) => {
    const reason = filters
      .map((filter) => filterRefusal(member, filter))
      .find((refusal) => refusal !== undefined);
    return reason && `${member.name}: ${reason.reason}`;
  });
  if (refusals.includes(undefined)) return [];
  return [`Calls of ${told} can never match: ${[...new Set(refusals)].join('; ')}.`];
}
