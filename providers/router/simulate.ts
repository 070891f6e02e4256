import { Decimal } from 'decimal.js';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRecord } from '../contract.ts';
import { factsOf, nameOf, type Candidate } from './candidate.ts';
import { costOf } from './cost.ts';
import { explain } from './explain.ts';
import { createOutOfUse } from './out-of-use.ts';
import { checkRouting } from './policy/check-routing.ts';
import type { OwnPriceTable } from './policy/own-prices.ts';
import { noPlaces, type Places } from './policy/places.ts';
import { createPolicies } from './policy/policies.ts';
import type { Routing } from './policy/routing.ts';
import { createPool } from './pool.ts';
import { steadyTime } from './time.ts';

/** A call as it was recorded, without its words. */
export interface RecordedCall {
  readonly organizationId: string;
  readonly projectId?: string;
  readonly agent: string;
  readonly record: CompletionRecord;
}

/** What calls came to: as they happened, or as they would have been expected to. */
export interface Tally {
  /** Decimal text, of the calls whose cost is known. */
  readonly costUsd: string;
  readonly unknownCost: number;
  /** From 0 to 1. */
  readonly answered: number;
  readonly meanMs: number;
}

export interface Simulation {
  readonly calls: number;
  readonly happened: Tally;
  readonly simulated: Tally;
  /** How many calls each model was, and would be, asked first. */
  readonly first: readonly {
    readonly model: string;
    readonly happened: number;
    readonly simulated: number;
  }[];
  /** Calls that nobody could have been asked for, and why not, by the code of the refusals. */
  readonly unanswerable: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** Models of which no call is recorded: taken as free of faults, and as fast as what happened. */
  readonly assumed: readonly string[];
}

export interface SimulateOptions {
  readonly candidates: readonly Candidate[];
  readonly routing: Routing;
  /** As they stand now, whatever they were when it happened. */
  readonly places?: Places;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Known {
  readonly answeredMs: number[];
  readonly failedMs: number[];
}

/**
 * Replays the shapes of recorded calls against a routing: tokens, latencies and faults are those of the records, and so
 * the result is what is to be expected, not a roll of dice. Nobody is asked. Prompt caches are not simulated: another
 * model than the one that answered is charged for all of its input.
 * @throws `providers.routing_invalid`
 */
export function simulate(calls: readonly RecordedCall[], options: SimulateOptions): Simulation {
  const { candidates, routing, places = noPlaces, clock, log } = options;
  const time = steadyTime(clock);
  const said = {
    ratesOf: () => ({}),
    ownPrices: routing.prices,
    regionOf: ({ provider, manifest }: Candidate) =>
      routing.regions[provider.id] ?? manifest.residency.region,
  };
  const pool = createPool(candidates, said, { time, log });
  checkRouting(routing, pool.members);
  const order = { random: () => 0.5, lastOf: () => undefined, answered: () => undefined };
  const host = {
    pool,
    time,
    order,
    policies: createPolicies(routing, () => places),
    outOfUse: createOutOfUse({ log, time }),
  };
  const known = knownOf(calls);
  for (const member of pool.members) {
    for (const ms of known.get(member.name)?.answeredMs ?? []) {
      member.untilAnswer.add(ms);
      member.untilFirstPart.add(ms);
    }
  }
  const priced = new Map(candidates.map((candidate) => [nameOf(candidate), candidate]));
  const outcomes = calls.map((call) => {
    const { candidates: decided, problem } = explain(host, askedOf(call));
    const names = decided
      .filter(({ refused }) => !refused)
      .map(({ provider, model }) => `${provider}/${model}`);
    const refusals = decided.flatMap(({ refused }) => refused?.code ?? []);
    const asked = problem === undefined ? names : [];
    return {
      call,
      names: asked,
      refusals: problem === undefined ? refusals : ['unknown-model'],
      expected: expectedOf(call, asked, { known, priced, ownPrices: routing.prices, now: clock.now() }),
    };
  });
  return summaryOf(outcomes, known);
}

const inputOf = ({ usage }: CompletionRecord): number =>
  usage ? usage.inputUncached + usage.cacheRead + usage.cacheWrite : 0;

function askedOf({ organizationId, projectId, agent, record }: RecordedCall) {
  const { name, layer } = record.decision.policy;
  return {
    organizationId,
    agent,
    ...(projectId === undefined ? {} : { projectId }),
    // What a call named itself goes before every policy, then as now.
    ...(layer === 'call' ? { want: name } : {}),
    inputTokens: inputOf(record),
    maxOutputTokens: Math.max(1, record.usage?.output ?? 1),
    stream: record.decision.timeToFirstPartMs !== undefined,
  };
}

function knownOf(calls: readonly RecordedCall[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const { provider, model, outcome, latencyMs } of calls.flatMap(({ record }) => record.attempts)) {
    const name = `${provider}/${model}`;
    const found = known.get(name) ?? { answeredMs: [], failedMs: [] };
    if (outcome === 'answered') found.answeredMs.push(latencyMs);
    if (outcome === 'failed') found.failedMs.push(latencyMs);
    known.set(name, found);
  }
  return known;
}

interface Expected {
  readonly answered: number;
  readonly ms: number;
  /** Undefined when the price of one that would be asked is not known. */
  readonly usd: Decimal | undefined;
}

interface Ground {
  readonly known: ReadonlyMap<string, Known>;
  readonly priced: ReadonlyMap<string, Candidate>;
  readonly ownPrices: OwnPriceTable;
  readonly now: number;
}

/** Below this share of the calls a later candidate does not matter. */
const negligible = 1e-6;

/** One is asked after the other as often as those before it fail. */
function expectedOf({ record }: RecordedCall, names: readonly string[], ground: Ground): Expected {
  let reached = 1;
  let ms = 0;
  let usd: Decimal | undefined = new Decimal(0);
  for (const name of names) {
    if (reached < negligible) break;
    const { answeredMs = [], failedMs = [] } = ground.known.get(name) ?? {};
    const tries = answeredMs.length + failedMs.length;
    const failing = tries === 0 ? 0 : failedMs.length / tries;
    ms += reached * (failing * mean(failedMs, 0) + (1 - failing) * mean(answeredMs, record.latencyMs));
    const cost = costAt(record, name, ground);
    usd = usd && cost && usd.plus(cost.times(reached * (1 - failing)));
    reached *= failing;
  }
  return names.length === 0 ? { answered: 0, ms: 0, usd } : { answered: 1 - reached, ms, usd };
}

/** What the same tokens would cost there; of who answered in truth, what it cost in truth. */
function costAt(
  record: CompletionRecord,
  name: string,
  { priced, ownPrices, now }: Ground,
): Decimal | undefined {
  if (record.outcome === 'answered' && name === `${record.provider}/${record.model}`) {
    return record.costUsd === undefined ? undefined : new Decimal(record.costUsd);
  }
  const candidate = priced.get(name);
  if (!candidate || !record.usage) return undefined;
  const usage = { ...record.usage, inputUncached: inputOf(record), cacheRead: 0, cacheWrite: 0 };
  return costOf(usage, factsOf(candidate, now, ownPrices).price);
}

const mean = (values: readonly number[], otherwise: number): number =>
  values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;

interface Replayed {
  readonly call: RecordedCall;
  readonly names: readonly string[];
  readonly refusals: readonly string[];
  readonly expected: Expected;
}

function summaryOf(replayed: readonly Replayed[], known: ReadonlyMap<string, Known>): Simulation {
  const records = replayed.map(({ call }) => call.record);
  const unanswerable = replayed.filter(({ names }) => names.length === 0);
  const first = new Map<string, { happened: number; simulated: number }>();
  const count = (name: string | undefined, when: 'happened' | 'simulated') => {
    if (name === undefined) return;
    const counted = first.get(name) ?? { happened: 0, simulated: 0 };
    counted[when] += 1;
    first.set(name, counted);
  };
  for (const { call, names } of replayed) {
    const [asked] = call.record.attempts;
    count(asked && `${asked.provider}/${asked.model}`, 'happened');
    count(names[0], 'simulated');
  }
  const codes = Map.groupBy(
    unanswerable.flatMap(({ refusals }) => [...new Set(refusals)]),
    (code) => code,
  );
  return {
    calls: replayed.length,
    happened: tallyOf(
      records.map(({ outcome, costUsd, latencyMs }) => ({
        answered: outcome === 'answered' ? 1 : 0,
        ms: latencyMs,
        usd: costUsd === undefined ? undefined : new Decimal(costUsd),
      })),
    ),
    simulated: tallyOf(replayed.map(({ expected }) => expected)),
    first: [...first]
      .map(([model, counts]) => ({ model, ...counts }))
      .toSorted((one, other) => other.simulated - one.simulated || other.happened - one.happened),
    unanswerable: unanswerable.length,
    refusals: Object.fromEntries([...codes].map(([code, all]) => [code, all.length])),
    assumed: [...first.keys()].filter((name) => !known.has(name)),
  };
}

function tallyOf(all: readonly Expected[]): Tally {
  const costs = all.flatMap(({ usd }) => usd ?? []);
  const asked = all.filter(({ ms }) => ms > 0);
  return {
    costUsd: costs
      .reduce((sum, usd) => sum.plus(usd), new Decimal(0))
      .toDecimalPlaces(9)
      .toFixed(),
    unknownCost: all.length - costs.length,
    answered: mean(
      all.map(({ answered }) => answered),
      0,
    ),
    meanMs: Math.round(
      mean(
        asked.map(({ ms }) => ms),
        0,
      ),
    ),
  };
}
