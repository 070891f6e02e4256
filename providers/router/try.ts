import { codeOf } from '#monitoring/errors.ts';
import type { CompletionPart, CompletionRequest, CompletionResult } from '../contract.ts';
import { malformed, ProviderError, type ProviderErrorCode } from '../errors.ts';
import type { AttemptOutcome, Reservation } from './account.ts';
import { openAttempt, type Attempt } from './attempt.ts';
import type { Call } from './call.ts';
import type { Turn } from './breaker.ts';
import { savedByCache } from './cost.ts';
import { flawOf, flawOfCall } from './flaw.ts';
import type { Member } from './pool.ts';

/** One attempt under way: it was reserved for, and `close` settles it, notes it down and ends it, exactly once. */
export interface Try {
  readonly member: Member;
  readonly reservation: Reservation;
  readonly attempt: Attempt;
  readonly startedAt: number;
  /** Returns the error that the outcome stands for: a cut answer is none, nor is one that means two things. */
  close(outcome: AttemptOutcome): Error | undefined;
}

/** Who answers, from the moment on from which another one cannot be asked unseen. */
export type Begun = Try & (WholeAnswer | OpenStream);

export interface WholeAnswer {
  readonly result: CompletionResult;
}

export interface OpenStream {
  readonly first: CompletionPart;
  /** The parts after it. */
  readonly rest: AsyncIterator<CompletionPart>;
}

/** How a candidate is asked: for the whole answer, or for its first part. */
export interface Way {
  readonly stream: boolean;
  ask(attempt: Attempt, member: Member, request: CompletionRequest): Promise<WholeAnswer | OpenStream>;
}

export const forAnswer: Way = {
  stream: false,
  async ask(attempt, { candidate: { provider, model } }, request) {
    return {
      result: await attempt.guard(provider.complete(request, { model, signal: attempt.signal })),
    };
  },
};

export const forStream: Way = {
  stream: true,
  async ask(attempt, { candidate: { provider, model } }, request) {
    const parts = provider.stream(request, { model, signal: attempt.signal });
    const rest = parts[Symbol.asyncIterator]();
    const { value, done } = await attempt.guard(rest.next());
    if (done) throw malformed(provider.id, 'no part');
    refuseFlawed(provider.id, value);
    return { first: value, rest };
  },
};

/** Throws what is wrong with a part that would leave at once. */
export function refuseFlawed(provider: string, part: CompletionPart): void {
  const flaw = part.type === 'tool-call' ? flawOfCall(provider, part.call) : undefined;
  if (flaw) throw flaw;
}

/** Nobody reads on: lets the adapter clean up, which may take as long as it likes. */
export function endStream({ rest }: OpenStream): void {
  rest.return?.()?.catch(() => undefined);
}

/** Nobody waits for the attempt any more. */
export class Cancelled extends Error {}

/** A second attempt was faster. */
export class LostRace extends Cancelled {}

/** Starts the clock of an attempt that has its money and its turn. */
export function openTry(
  call: Call,
  reservation: Reservation,
  { member, turn, limitMs }: { readonly member: Member; readonly turn: Turn; readonly limitMs: number },
): Try {
  const { candidate } = member;
  const { account, time } = call;
  const attempt = openAttempt(candidate.provider.id, { limitMs, signal: call.signal, time });
  const startedAt = time.now();
  call.others.begin();
  let isOpen = true;
  const close: Try['close'] = (outcome) => {
    const error =
      'error' in outcome
        ? (outcome.error as Error)
        : flawOf(candidate.provider.id, call.request, outcome.result);
    if (!isOpen) return error;
    isOpen = false;
    call.others.end();
    const now = time.now();
    const costUsd = account.settle(reservation, outcome);
    noteSaving(call, reservation, outcome);
    const isCancelled = error !== undefined && (call.signal.aborted || error instanceof Cancelled);
    account.attempts.push({
      provider: candidate.provider.id,
      model: candidate.model,
      ...(candidate.key === undefined ? {} : { key: candidate.key }),
      outcome: error === undefined ? 'answered' : isCancelled ? 'cancelled' : 'failed',
      ...(error === undefined || isCancelled ? {} : { code: codeOf(error) }),
      startedMs: Math.round(startedAt - call.startedAt),
      latencyMs: Math.round(now - startedAt),
      ...(costUsd === undefined ? {} : { costUsd }),
    });
    learn(call, { member, turn, limitMs }, { error, tookMs: now - startedAt });
    member.gate.leave(call.tokens, usedTokens(outcome));
    if (error !== undefined) attempt.abort(error);
    attempt.close();
    return error;
  };
  return { member, reservation, attempt, startedAt, close };
}

function noteSaving({ notes }: Call, { facts }: Reservation, outcome: AttemptOutcome): void {
  const usage = 'result' in outcome ? outcome.result.usage : undefined;
  const savedUsd = usage && savedByCache(usage, facts.price);
  if (savedUsd !== undefined) notes.savedUsd = savedUsd;
}

function usedTokens(outcome: AttemptOutcome): number | undefined {
  if ('error' in outcome || !outcome.result.usage) return undefined;
  const { inputUncached, cacheRead, cacheWrite, output } = outcome.result.usage;
  return inputUncached + cacheRead + cacheWrite + output;
}

/** What passes by itself, and so is counted by the breaker. */
const faults: ReadonlySet<ProviderErrorCode> = new Set([
  'providers.overloaded',
  'providers.unavailable',
  'providers.malformed_response',
  'providers.timeout',
  'providers.rate_limited',
]);

/** A limit below this says more of the caller's haste than of the candidate. */
const leastTellingMs = 1_000;

function learn(
  { time, outOfUse, signal, stream }: Call,
  { member, turn, limitMs }: { readonly member: Member; readonly turn: Turn; readonly limitMs: number },
  { error, tookMs }: { readonly error: Error | undefined; readonly tookMs: number },
): void {
  const now = time.now();
  if (error === undefined) {
    if (!stream) member.untilAnswer.add(tookMs);
    turn(true, now);
    return;
  }
  if (signal.aborted || !(error instanceof ProviderError)) {
    turn(error instanceof LostRace ? false : undefined, now);
    return;
  }
  outOfUse.consider(member.candidate, error);
  if (typeof error.retry === 'object') {
    member.block(error.retry.afterMs);
    turn(undefined, now);
    return;
  }
  const usualMs = (stream ? member.untilFirstPart : member.untilAnswer).quantile(0.95);
  const isHaste = error.code === 'providers.timeout' && limitMs < (usualMs ?? leastTellingMs);
  turn(faults.has(error.code) && !isHaste ? false : undefined, now);
}
