import { worstCaseOf } from './cost.ts';
import type { CompletionRequest, DecidedCandidate } from '../contract.ts';
import { fits } from '../fits.ts';
import type { OutOfUse } from './out-of-use.ts';
import { isMeant, type ChosenPolicy } from './policy/policies.ts';
import type { Filter, Policy } from './policy/routing.ts';
import type { Member } from './pool.ts';

/** What a choice is made for. */
export interface Asked {
  readonly request: CompletionRequest;
  readonly inputTokens: number;
  readonly stream: boolean;
  readonly agent: string;
  /** Milliseconds since the epoch. */
  readonly wallNow: number;
  /** Of the steady clock. */
  readonly now: number;
  readonly conversationId?: string | undefined;
}

export interface Choice {
  /** Whom the policy speaks of. */
  readonly offered: readonly Member[];
  /** Who may be asked, in order. */
  readonly members: readonly Member[];
  /** Everybody, in the same order, and those who may not be asked. */
  readonly decided: readonly DecidedCandidate[];
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

export interface Order {
  /** Who answered a conversation last, as `provider/model` with its key. */
  readonly lastOf: (conversationId: string) => string | undefined;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Filters, scores and orders. Nothing here waits or asks anybody. */
export function select(
  members: readonly Member[],
  { policy, filters }: ChosenPolicy,
  { asked, outOfUse, order }: { readonly asked: Asked; readonly outOfUse: OutOfUse; readonly order: Order },
): Choice {
  const offered = members.filter((member) => isOffered(member, policy));
  const refused: DecidedCandidate[] = [];
  const usable = offered.filter((member) => {
    const refusal = refusalOf(member, { filters, asked, outOfUse });
    if (refusal) refused.push({ ...decidedOf(member), refused: refusal });
    return !refusal;
  });
  const scored = arrange(usable, policy, { asked, order });
  return {
    offered,
    members: scored.map(({ member }) => member),
    decided: [...scored.map(({ member, score }) => decidedOf(member, score)), ...refused],
  };
}

export function decidedOf({ candidate }: Member, score?: number): DecidedCandidate {
  return {
    provider: candidate.provider.id,
    model: candidate.model,
    ...(candidate.key === undefined ? {} : { key: candidate.key }),
    ...(score === undefined ? {} : { score }),
  };
}

const isOffered = (member: Member, { models }: Policy): boolean =>
  models === undefined ? member.candidate.onlyByName !== true : models.some((name) => means(name, member));

/** A provider's name means its usual model. */
function means(name: string, member: Member): boolean {
  const byProvider = !name.includes('/');
  return isMeant(name, nameAndProvider(member)) && !(byProvider && member.candidate.onlyByName === true);
}

const nameAndProvider = ({ name, candidate }: Member) => ({ name, provider: candidate.provider.id });

interface Rules {
  readonly filters: readonly Filter[];
  readonly outOfUse: OutOfUse;
}

/** Why somebody may not be asked with this request; undefined when they may. */
function refusalOf(member: Member, rules: Rules & { readonly asked: Asked }): Refusal | undefined {
  const { filters, asked } = rules;
  const refusal =
    refusalBy(member, rules) ??
    priceless(member) ??
    filters.map((filter) => dearness(member, filter, asked)).find((found) => found !== undefined);
  if (refusal) return refusal;
  const { wallNow: now, inputTokens, stream } = asked;
  const fit = fits(asked.request, member.info, { now, inputTokens, stream });
  return fit.ok ? undefined : { code: fit.code, reason: fit.reason };
}

/** Why somebody may not be asked, whatever the request. */
export function refusalBy(member: Member, { filters, outOfUse }: Rules): Refusal | undefined {
  const error = outOfUse.reasonFor(member.candidate);
  if (error) return { code: 'out-of-use', reason: `${error.message} (${error.code})` };
  for (const filter of filters) {
    const refusal = filterRefusal(member, filter);
    if (refusal) return refusal;
  }
  return undefined;
}

/** What does not depend on the request. */
export function filterRefusal(member: Member, filter: Filter): Refusal | undefined {
  const { allow, deny, regions, mayLeave, minContextTokens } = filter;
  const names = nameAndProvider(member);
  if (allow && !allow.some((name) => isMeant(name, names))) {
    return { code: 'not-allowed', reason: `only ${allow.join(', ')} are allowed` };
  }
  if (deny?.some((name) => isMeant(name, names)))
    return { code: 'denied', reason: 'the configuration denies it' };
  if (mayLeave === false && member.region !== 'own') {
    return { code: 'may-not-leave', reason: 'nothing may leave for a vendor, and it is one' };
  }
  if (regions && !regions.some((region) => region === member.region)) {
    const told =
      member.region === 'unknown' ? 'its vendor promises no region' : `it works in region ${member.region}`;
    return { code: 'region', reason: `${told}, and only ${regions.join(' or ')} may be` };
  }
  if (minContextTokens !== undefined && member.info.contextTokens < minContextTokens) {
    return {
      code: 'context',
      reason: `its context of ${member.info.contextTokens} tokens is less than ${minContextTokens}`,
    };
  }
  return undefined;
}

/** Every call has a limit of money. What nobody can price would slip under it. */
export function priceless(member: Member): Refusal | undefined {
  if (member.facts().assumedPrice) return undefined;
  const { provider, model } = member.candidate;
  return {
    code: 'price-unknown',
    reason: `its price is unknown, and calls have a limit of money; state what it costs in the file of AMAS_ROUTING, such as \`prices: { ${provider.id}/${model}: { input: 1, output: 3, source: my contract } }\`, in dollars per million tokens`,
  };
}

function dearness(member: Member, { maxCallUsd }: Filter, asked: Asked): Refusal | undefined {
  const { assumedPrice } = member.facts();
  if (maxCallUsd === undefined || !assumedPrice) return undefined;
  const usd = worstCaseOf(asked.request, assumedPrice, asked.inputTokens);
  if (usd.lessThanOrEqualTo(maxCallUsd)) return undefined;
  return {
    code: 'price',
    reason: `a call may cost $${usd.toSignificantDigits(2).toFixed()}, more than $${maxCallUsd}`,
  };
}

interface Scored {
  readonly member: Member;
  readonly score: number | undefined;
}

function arrange(
  members: readonly Member[],
  policy: Policy,
  { asked, order }: { readonly asked: Asked; readonly order: Order },
): readonly Scored[] {
  const scored = members.map((member) => ({
    member,
    score: scores[policy.strategy](member, policy, { asked, order }),
  }));
  if (policy.models)
    scored.sort((one, other) => placeIn(policy.models!, one) - placeIn(policy.models!, other));
  // Least latency asks those of whom nothing is known first, to know it; unknown prices and qualities come last.
  const unknown = policy.strategy === 'latency' ? -1 : Infinity;
  if (policy.strategy !== 'order') {
    scored.sort((one, other) => compare(one.score ?? unknown, other.score ?? unknown));
  }
  spread(scored);
  const last = policy.sticky && asked.conversationId ? order.lastOf(asked.conversationId) : undefined;
  const at = last === undefined ? -1 : scored.findIndex(({ member }) => member.id === last);
  if (at > 0) scored.unshift(...scored.splice(at, 1));
  return scored;
}

const compare = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1);

const placeIn = (models: readonly string[], { member }: Scored): number =>
  models.findIndex((name) => means(name, member));

interface Scoring {
  readonly asked: Asked;
  readonly order: Order;
}

/** Less is better for every strategy; undefined = not known. */
const scores: Readonly<
  Record<Policy['strategy'], (member: Member, policy: Policy, scoring: Scoring) => number | undefined>
> = {
  order: () => undefined,
  // Sorted by these, each is first as often as its weight says (Efraimidis and Spirakis, 2006).
  weighted: (member, { weights }, { order }) =>
    -Math.log(1 - order.random()) / (byName(weights, member) ?? 1),
  latency: (member, _policy, { asked }) =>
    (asked.stream ? member.untilFirstPart : member.untilAnswer).quantile(0.5),
  cost(member, _policy, { asked }) {
    const { price } = member.facts();
    return price && worstCaseOf(asked.request, price, asked.inputTokens).toNumber();
  },
  quality(member, { quality }, { asked }) {
    const known = byName(quality?.[asked.agent] ?? quality?.['default'], member);
    return known === undefined ? undefined : 1 - known;
  },
};

const byName = (table: Readonly<Record<string, number>> | undefined, member: Member): number | undefined =>
  table?.[member.name] ?? table?.[member.candidate.provider.id];

/** Keys of one model share its work: the one with the least under way comes first. */
function spread(scored: Scored[]): void {
  if (scored.every(({ member }) => member.candidate.key === undefined)) return;
  const byModel = Map.groupBy(scored, ({ member }) => member.name);
  const queues = new Map(
    [...byModel].map(([name, same]) => [
      name,
      same.toSorted((one, other) => one.member.gate.inFlight - other.member.gate.inFlight),
    ]),
  );
  for (const [at, { member }] of scored.entries()) scored[at] = queues.get(member.name)!.shift()!;
}
