import type { Logger } from '#monitoring/logger.ts';
import type { ModelInfo } from '../contract.ts';
import { modelInfoOf } from '../fits.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { factsOf, nameOf, type Candidate, type ModelFacts } from './candidate.ts';
import { createGate, type Gate } from './gate.ts';
import type { OwnPriceTable } from './policy/own-prices.ts';
import type { Rates } from './rate-windows.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { statedRates, type StatedRates } from './rate-headers.ts';
import type { Time } from './time.ts';

/** A candidate with all that is known of how it does. */
export interface Member {
  readonly candidate: Candidate;
  /** `provider/model`. */
  readonly name: string;
  /** The name with the key's label: unique, and the same in every process. */
  readonly id: string;
  readonly info: ModelInfo;
  readonly region: string;
  readonly rates: Rates;
  readonly breaker: Breaker;
  readonly gate: Gate;
  readonly untilAnswer: Latencies;
  readonly untilFirstPart: Latencies;
  /** The vendor said so: nobody asks before. */
  block(forMs: number): void;
  /** As of now, for prices that change with time. */
  facts(): ModelFacts;
}

/** What a vendor stated of its limits to this process. */
export interface LimitNews {
  readonly stated?: StatedRates;
  /** Nobody asks before. */
  readonly blockMs?: number;
}

export interface Pool {
  readonly members: readonly Member[];
  /** Others may be asked from now on. Who stays keeps what is known of it; calls under way keep whom they have. */
  replace(candidates: readonly Candidate[]): void;
  /** Of a candidate that is not in the list, such as one that makes vectors. */
  memberOf(candidate: Candidate): Member;
  /** A model of an opened provider that is not in the list, for each of its keys. */
  extra(provider: string, model: string): readonly Member[];
}

export interface PoolOptions {
  readonly time: Time;
  readonly log: Logger;
  readonly ratesOf: (candidate: Candidate) => Rates;
  readonly regionOf: (candidate: Candidate) => string;
  /** Of the routing file. */
  readonly ownPrices: OwnPriceTable;
  readonly onLimit?: (member: string, news: LimitNews) => void;
  readonly onBreaker?: (member: string, news: { readonly openMs: number; readonly level: number }) => void;
}

/** Models outside of the list that were asked for lately. */
const maxExtras = 100;

export function createPool(candidates: readonly Candidate[], options: PoolOptions): Pool {
  let members: readonly Member[] = candidates.map((candidate) => createMember(candidate, options));
  let extras: readonly Member[] = [];
  const known = (candidate: Candidate) => {
    const id = idOf(candidate);
    const member = [...members, ...extras].find((each) => each.id === id);
    // Another key or another setting behind the same name is another provider.
    return member?.candidate.provider === candidate.provider ? member : undefined;
  };
  const memberOf = (candidate: Candidate) => {
    const found = known(candidate);
    if (found) return found;
    const made = createMember(candidate, options);
    extras = [made, ...extras].slice(0, maxExtras);
    return made;
  };
  return {
    get members() {
      return members;
    },
    replace(others) {
      members = others.map((candidate) => known(candidate) ?? createMember(candidate, options));
      extras = [];
    },
    memberOf,
    extra(provider, model) {
      const opened = new Map(
        members
          .filter(({ candidate }) => candidate.provider.id === provider)
          .map(({ candidate }) => [candidate.key, { ...candidate, model }]),
      );
      return [...opened.values()].map(memberOf);
    },
  };
}

const idOf = (candidate: Candidate): string =>
  candidate.key === undefined ? nameOf(candidate) : `${nameOf(candidate)}${candidate.key}`;

/** Prices change by the hour at the most often. */
const factsMs = 60_000;

function createMember(candidate: Candidate, options: PoolOptions): Member {
  const { time, log, onBreaker, onLimit } = options;
  const id = idOf(candidate);
  const rates = options.ratesOf(candidate);
  const gate = createGate(rates, time);
  let facts: ModelFacts | undefined;
  let factsUntil = 0;
  candidate.listen?.((headers) => {
    const stated = statedRates(headers, time.wallNow());
    if (!stated.requests && !stated.tokens) return;
    gate.hear(stated);
    onLimit?.(id, { stated });
  });
  return {
    candidate,
    name: nameOf(candidate),
    id,
    info: modelInfoOf(candidate.manifest, candidate.model).info,
    region: options.regionOf(candidate),
    rates,
    gate,
    untilAnswer: createLatencies(),
    untilFirstPart: createLatencies(),
    breaker: createBreaker((news) => {
      log.warn({ candidate: id, ...news }, news.openMs > 0 ? 'breaker opened' : 'breaker closed');
      onBreaker?.(id, news);
    }),
    block(forMs) {
      gate.block(forMs);
      onLimit?.(id, { blockMs: forMs });
    },
    facts() {
      const now = time.now();
      if (!facts || now >= factsUntil) {
        facts = factsOf(candidate, time.wallNow(), options.ownPrices);
        factsUntil = now + factsMs;
      }
      return facts;
    },
  };
}
