import { ProviderError } from '../errors.ts';
import type { Call } from './call.ts';
import type { LimitReached } from './budget.ts';
import type { Member } from './pool.ts';
import { noCandidate, whyUnanswered } from './why-unanswered.ts';

/** A candidate while the call lasts. */
export interface Option {
  readonly member: Member;
  /** Milliseconds until it may be asked, its line aside; 0 = now. */
  waitMs(now: number): number;
}

export interface Failed {
  readonly option: Option;
  readonly error: ProviderError;
}

/** Who can still be asked for one answer, and why the others can not. */
export interface Round {
  /** The first in order that is ready, else the one that will be soonest. Throws when there is none in time. */
  next(): Option;
  /** Another one that could be asked this moment. */
  readyBeside(member: Member): Option | undefined;
  /** What an attempt of it may take. */
  limitMs(option: Option): number;
  /** The money does not suffice; `refusal` when a limit over tasks said so. */
  unaffordable(member: Member, refusal: LimitReached | undefined): void;
  failed(failures: readonly Failed[]): void;
}

interface Place extends Option {
  readyAt: number;
  tries: number;
}

/** A candidate that failed for want of capacity is asked this often, when nobody else is left to ask. */
const maxTries = 3;
/** One that wrote nonsense is asked once more: who writes it twice means it. */
const maxMalformedTries = 2;
/** Doubles with each try. */
const firstBackoffMs = 500;
/** Such a call makes a cheap trial of a candidate that failed before. */
const cheapTokens = 4_000;
/** A candidate that has others beside it gets so many times what it usually takes at the most. */
const patience = 4;
const leastPatienceMs = 10_000;
const leastTrialMs = 1_000;

export function createRound(call: Call): Round {
  const { time, deadline, account, outOfUse, tokens } = call;
  const errors: ProviderError[] = [];
  const { unaffordable } = call.notes;
  let refusal: LimitReached | undefined;
  let places = placesOf(call);
  const wholeWaitMs = (place: Place, now: number) =>
    Math.max(place.waitMs(now), place.member.gate.waitMs(tokens, now));
  const without = (gone: Member) => (places = places.filter(({ member }) => member !== gone));

  const fail = (now: number): never => {
    const others = call.choice.offered.flatMap(({ candidate }) => outOfUse.reasonFor(candidate) ?? []);
    if (errors.length + others.length + places.length + unaffordable.length === 0 && now < deadline) {
      throw noCandidate(call.choice.decided);
    }
    throw whyUnanswered({
      attempts: account.attempts,
      errors: [
        ...errors,
        ...others.filter((error) => !errors.includes(error)),
        ...waitsOf(places, wholeWaitMs, now),
      ],
      unaffordable,
      refusal,
      deadlinePassed: now >= deadline,
    });
  };

  return {
    next() {
      // Another call may have found a key out of use meanwhile.
      places = places.filter(({ member }) => !outOfUse.reasonFor(member.candidate));
      const now = time.now();
      const place = soonest(places, wholeWaitMs, now);
      if (!place || now >= deadline) return fail(now);
      const waitMs = wholeWaitMs(place, now);
      // How long a line is nobody knows: it is waited in until the deadline.
      if (waitMs !== Infinity && now + waitMs >= deadline) return fail(now);
      return place;
    },
    readyBeside(member) {
      const now = time.now();
      return places.find((place) => place.member !== member && wholeWaitMs(place, now) === 0);
    },
    limitMs: (option) => limitMsOf(call, option, places.length),
    unaffordable(member, reached) {
      unaffordable.push(member.name);
      refusal = reached ?? refusal;
      if (reached && reached.onReached !== 'cheaper') places = [];
      else without(member);
    },
    failed(failures) {
      for (const { option, error } of failures) {
        errors.push(error);
        const place = places.find(({ member }) => member === option.member);
        if (place) places = retire(places, place, { error, now: time.now() });
      }
    },
  };
}

function placesOf({ choice, tokens }: Call): readonly Place[] {
  const isCheap = tokens <= cheapTokens;
  return choice.members.map((member) => ({
    member,
    readyAt: 0,
    tries: 0,
    waitMs(now) {
      return Math.max(0, this.readyAt - now, member.breaker.waitMs(now, isCheap));
    },
  }));
}

/** What an attempt may take: an equal share of the time that is left, and less where others wait beside it. */
function limitMsOf(
  { time, deadline, chosen, stream }: Call,
  { member }: Option,
  optionCount: number,
): number {
  const now = time.now();
  const { attemptMs = Infinity } = chosen.policy.limits;
  const shareMs = Math.min(attemptMs, (deadline - now) / optionCount);
  if (optionCount === 1) return shareMs;
  const longestMs = (stream ? member.untilFirstPart : member.untilAnswer).quantile(1);
  if (longestMs === undefined) return shareMs;
  const isTrial = member.breaker.state(now) !== 'closed';
  return Math.min(shareMs, Math.max(isTrial ? leastTrialMs : leastPatienceMs, patience * longestMs));
}

/** Who may still be asked after one of them failed. */
function retire(
  places: readonly Place[],
  failed: Place,
  { error, now }: { readonly error: ProviderError; readonly now: number },
): readonly Place[] {
  if (error.code === 'providers.context_too_long') {
    const tooSmall = failed.member.facts().contextTokens;
    return places.filter(({ member }) => member.facts().contextTokens > tooSmall);
  }
  failed.tries += 1;
  const waitMs = waitOf(error, failed.tries);
  if (waitMs === undefined) return places.filter((place) => place !== failed);
  failed.readyAt = now + waitMs;
  return places;
}

type WaitOf = (place: Place, now: number) => number;

/** In order of the policy when ready. */
function soonest(places: readonly Place[], waitMsOf: WaitOf, now: number): Place | undefined {
  let best: Place | undefined;
  let leastMs = Infinity;
  for (const place of places) {
    const waitMs = waitMsOf(place, now);
    if (waitMs === 0) return place;
    if (best && waitMs >= leastMs) continue;
    best = place;
    leastMs = waitMs;
  }
  return best;
}

/** Those that only have to be waited for, as errors that say how long. */
function waitsOf(places: readonly Place[], waitMsOf: WaitOf, now: number): ProviderError[] {
  return places
    .filter(({ tries }) => tries === 0)
    .flatMap((place) => {
      const waitMs = waitMsOf(place, now);
      if (waitMs === 0 || waitMs === Infinity) return [];
      const code = place.waitMs(now) > 0 ? 'providers.overloaded' : 'providers.rate_limited';
      return [
        new ProviderError(code, place.member.candidate.provider.id, {
          retry: { afterMs: Math.ceil(waitMs) },
        }),
      ];
    });
}

/** How long until the same candidate is worth another try; undefined when it is not. */
function waitOf({ code, retry }: ProviderError, tries: number): number | undefined {
  const mayPass =
    code === 'providers.rate_limited' || code === 'providers.overloaded' || code === 'providers.unavailable';
  if (code === 'providers.malformed_response' && tries < maxMalformedTries) return firstBackoffMs;
  if (!mayPass || tries >= maxTries) return undefined;
  return typeof retry === 'object' ? retry.afterMs : firstBackoffMs * 2 ** (tries - 1);
}
