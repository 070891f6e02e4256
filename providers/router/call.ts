import type { Clock } from '#monitoring/clock.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { CompletionRequest, CompletionResult } from '../contract.ts';
import { malformed, ProviderError } from '../errors.ts';
import type { Account, AttemptOutcome, Reservation } from './account.ts';
import { askOnce, openAttempt, openStream, type Attempt, type OpenStream } from './attempt.ts';
import type { LimitReached } from './budget.ts';
import { factsOf, type Candidate, type ModelFacts } from './candidate.ts';
import type { OutOfUse } from './out-of-use.ts';
import { whyUnanswered } from './why-unanswered.ts';

/** One model call inside its limits. */
export interface Call {
  readonly request: CompletionRequest;
  readonly candidates: readonly Candidate[];
  /** The caller's. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly account: Account;
  readonly outOfUse: OutOfUse;
}

/** One attempt under way: it was reserved for, and `close` settles it, notes it down and ends it, exactly once. */
export interface Try {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readonly attempt: Attempt;
  /** Returns the error that the outcome stands for; a cut answer is none. */
  close(outcome: AttemptOutcome): Error | undefined;
}

/** Who answers, from the moment on from which another one cannot be asked unseen. */
export type Begun = Try & ({ readonly result: CompletionResult } | OpenStream);

/** How a candidate is asked: for the whole answer, or for its first part. */
export type Ask = (
  attempt: Attempt,
  candidate: Candidate,
  request: CompletionRequest,
) => Promise<{ readonly result: CompletionResult } | OpenStream>;

export const forAnswer: Ask = async (attempt, candidate, request) => ({
  result: await askOnce(attempt, candidate, request),
});
export const forStream: Ask = openStream;

/** A candidate while the call lasts. */
interface Option {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readyAt: number;
  tries: number;
}

/** A candidate that failed for want of capacity is asked this often, when nobody else is left to ask. */
const maxTries = 3;

/** Doubles with each try. */
const firstBackoffMs = 500;

/**
 * Asks the candidates in their order until one answers. Each attempt gets an equal share of the time that is left, so
 * attempts shrink and never add up. A candidate that may work later comes back when its wait is over, and only while
 * nobody else is ready. Rejects with the signal's reason, with what is wrong with the request, or with one error that
 * holds all attempts.
 */
export async function beginCall(call: Call, ask: Ask): Promise<Begun> {
  const { candidates, clock, deadline, outOfUse, account } = call;
  let options: readonly Option[] = candidates.map((candidate) => ({
    candidate,
    facts: factsOf(candidate, clock.now()),
    readyAt: 0,
    tries: 0,
  }));
  const errors = candidates.flatMap((candidate) => outOfUse.reasonFor(candidate) ?? []);
  const unaffordable: string[] = [];
  let refusal: LimitReached | undefined;

  for (;;) {
    // Another call may have found a key out of use meanwhile.
    options = options.filter(({ candidate }) => !outOfUse.reasonFor(candidate));
    const option = nextOf(options, clock.now());
    const startAt = Math.max(option?.readyAt ?? 0, clock.now());
    if (!option || startAt >= deadline) {
      const deadlinePassed = clock.now() >= deadline;
      throw whyUnanswered({ attempts: account.attempts, errors, unaffordable, refusal, deadlinePassed });
    }
    if (option.readyAt > clock.now()) await clock.sleep(option.readyAt - clock.now(), call.signal);
    const reserved = account.reserve(option.candidate, option.facts, call.request);
    const reservation = reserved instanceof Promise ? await reserved : reserved;
    if (!reservation || 'limit' in reservation) {
      options =
        reservation && reservation.onReached !== 'cheaper' ? [] : options.filter((other) => other !== option);
      unaffordable.push(nameOf(option.candidate));
      refusal = reservation ?? refusal;
      continue;
    }
    const begun = await begin(call, reservation, ask, (deadline - clock.now()) / options.length);
    if (!('error' in begun)) return begun;
    errors.push(begun.error);
    options = worthAsking(options, option, { error: begun.error, now: clock.now() });
  }
}

const nameOf = ({ provider, model }: Candidate): string => `${provider.id}/${model}`;

/** The first in order that is ready, else the one that will be soonest. */
function nextOf(options: readonly Option[], now: number): Option | undefined {
  return (
    options.find(({ readyAt }) => readyAt <= now) ??
    options.toSorted((one, other) => one.readyAt - other.readyAt)[0]
  );
}

/** One attempt until it begins to answer. Throws what ends the whole call: a cancellation, a bug, a bad request. */
async function begin(
  call: Call,
  reservation: Reservation,
  ask: Ask,
  limitMs: number,
): Promise<Begun | { readonly error: ProviderError }> {
  const { signal, clock } = call;
  const begun = openTry(call, reservation, openAttempt(reservation.candidate, { limitMs, signal, clock }));
  try {
    const answer = await ask(begun.attempt, reservation.candidate, call.request);
    const result = 'result' in answer ? answer.result : resultIn(answer.first);
    if (result?.finish !== 'truncated') return { ...begun, ...answer };
    return { error: endsCall(call, begun.close({ result })) };
  } catch (error) {
    return { error: endsCall(call, begun.close({ error })) };
  }
}

const resultIn = (part: OpenStream['first']): CompletionResult | undefined =>
  part.type === 'finish' ? part.result : undefined;

/** Throws what ends the whole call, and returns what does not. */
function endsCall({ signal }: Call, error: unknown): ProviderError {
  if (signal.aborted) throw signal.reason as Error;
  if (!(error instanceof ProviderError) || error.code === 'providers.bad_request') throw error;
  return error;
}

function openTry(call: Call, reservation: Reservation, attempt: Attempt): Try {
  const { candidate, facts } = reservation;
  const { account, clock, outOfUse } = call;
  const startedAt = clock.now();
  let isOpen = true;
  return {
    candidate,
    facts,
    attempt,
    close(outcome) {
      const error = errorOf(outcome, candidate.provider.id);
      if (!isOpen) return error;
      isOpen = false;
      const costUsd = account.settle(reservation, outcome);
      const isCancelled = error !== undefined && call.signal.aborted;
      account.attempts.push({
        provider: candidate.provider.id,
        model: candidate.model,
        ...(candidate.key === undefined ? {} : { key: candidate.key }),
        outcome: error === undefined ? 'answered' : isCancelled ? 'cancelled' : 'failed',
        ...(error === undefined || isCancelled ? {} : { code: codeOf(error) }),
        startedMs: startedAt - call.startedAt,
        latencyMs: clock.now() - startedAt,
        ...(costUsd === undefined ? {} : { costUsd }),
      });
      if (error instanceof ProviderError && !isCancelled) outOfUse.consider(candidate, error);
      if (error !== undefined) attempt.abort(error);
      attempt.close();
      return error;
    },
  };
}

/** A cut answer is no answer. */
function errorOf(outcome: AttemptOutcome, provider: string): Error | undefined {
  if ('error' in outcome) return outcome.error as Error;
  return outcome.result.finish === 'truncated' ? malformed(provider, 'truncated') : undefined;
}

/** Who may still be asked after a failure. */
function worthAsking(
  options: readonly Option[],
  failed: Option,
  { error, now }: { readonly error: ProviderError; readonly now: number },
): readonly Option[] {
  if (error.code === 'providers.context_too_long') {
    return options.filter(({ facts }) => facts.contextTokens > failed.facts.contextTokens);
  }
  failed.tries += 1;
  const waitMs = waitOf(error, failed.tries);
  if (waitMs === undefined) return options.filter((option) => option !== failed);
  failed.readyAt = now + waitMs;
  return options;
}

/** How long until the same candidate is worth another try; undefined when it is not. */
function waitOf({ code, retry }: ProviderError, tries: number): number | undefined {
  const mayPass =
    code === 'providers.rate_limited' || code === 'providers.overloaded' || code === 'providers.unavailable';
  if (!mayPass || tries >= maxTries) return undefined;
  return typeof retry === 'object' ? retry.afterMs : firstBackoffMs * 2 ** (tries - 1);
}
