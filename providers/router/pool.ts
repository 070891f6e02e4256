import { isDeepStrictEqual } from 'node:util';
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

/** What the configuration says of a candidate. */
export interface Said {
  readonly ratesOf: (candidate: Candidate) => Rates;
  readonly regionOf: (candidate: Candidate) => string;
  /** Of the routing file. */
  readonly ownPrices: OwnPriceTable;
}

export interface Pool {
  readonly members: readonly Member[];
  /** Members as they would be; nothing changes yet. Who stays keeps what is known of it. */
  draft(candidates: readonly Candidate[], said: Said): readonly Member[];
  /** The drafted ones may be asked from now on, and no others; calls under way keep whom they have. */
  adopt(drafted: readonly Member[], said: Said): void;
  /** Of a candidate that is not in the list, such as one that makes vectors. */
  memberOf(candidate: Candidate): Member;
  /** A model of an opened provider that is not in the list, for each of its keys. */
  extra(provider: string, model: string): readonly Member[];
}

export interface PoolOptions {
  readonly time: Time;
  readonly log: Logger;
  readonly onLimit?: (member: string, news: LimitNews) => void;
  readonly onBreaker?: (member: string, news: { readonly openMs: number; readonly level: number }) => void;
}

/** Models outside of the list that were asked for lately. */
const maxExtras = 100;

export function createPool(candidates: readonly Candidate[], first: Said, options: PoolOptions): Pool {
  let said = first;
  let members: readonly Member[] = [];
  let extras: readonly Member[] = [];
  const known = (candidate: Candidate) => {
    const id = idOf(candidate);
    const member = [...members, ...extras].find((each) => each.id === id);
    // Another key or another setting behind the same name is another provider.
    return member?.candidate.provider === candidate.provider ? member : undefined;
  };
  const make = (candidate: Candidate, next: Said, former?: Member) => {
    const facts = { rates: next.ratesOf(candidate), region: next.regionOf(candidate) };
    return createMember(candidate, { ...options, ...facts, ownPrices: next.ownPrices, former });
  };
  const draft = (others: readonly Candidate[], next: Said) =>
    others.map((candidate) => make(candidate, next, known(candidate)));
  const adopt = (drafted: readonly Member[], next: Said) => {
    said = next;
    members = drafted;
    extras = [];
    for (const member of drafted) listen(member, options);
  };
  const memberOf = (candidate: Candidate) => {
    const found = known(candidate);
    if (found) return found;
    const made = make(candidate, said);
    listen(made, options);
    extras = [made, ...extras].slice(0, maxExtras);
    return made;
  };
  adopt(draft(candidates, first), first);
  return {
    get members() {
      return members;
    },
    draft,
    adopt,
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

interface MemberOptions extends PoolOptions {
  readonly rates: Rates;
  readonly region: string;
  readonly ownPrices: OwnPriceTable;
  /** The same one before: what is said of it may be new, how it does is not. */
  readonly former: Member | undefined;
}

function listen({ candidate, gate, id }: Member, { time, onLimit }: PoolOptions): void {
  candidate.listen?.((headers) => {
    const stated = statedRates(headers, time.wallNow());
    if (!stated.requests && !stated.tokens) return;
    gate.hear(stated);
    onLimit?.(id, { stated });
  });
}

function createMember(candidate: Candidate, options: MemberOptions): Member {
  const { time, log, onBreaker, onLimit, rates, region, ownPrices, former } = options;
  const id = idOf(candidate);
  // Who waits in line, and what was counted, goes on under the same rates.
  const gate = former && isDeepStrictEqual(former.rates, rates) ? former.gate : createGate(rates, time);
  let facts: ModelFacts | undefined;
  let factsUntil = 0;
  return {
    candidate,
    name: nameOf(candidate),
    id,
    info: modelInfoOf(candidate.manifest, candidate.model).info,
    region,
    rates,
    gate,
    untilAnswer: former?.untilAnswer ?? createLatencies(),
    untilFirstPart: former?.untilFirstPart ?? createLatencies(),
    breaker:
      former?.breaker ??
      createBreaker((news) => {
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
        facts = factsOf(candidate, time.wallNow(), ownPrices);
        factsUntil = now + factsMs;
      }
      return facts;
    },
  };
}
