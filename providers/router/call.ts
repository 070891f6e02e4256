import type { Clock } from '#monitoring/clock.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { CompletionRequest, CompletionResult } from '../contract.ts';
import { malformed, ProviderError } from '../errors.ts';
import type { Account, AttemptOutcome, Reservation } from './account.ts';
import { attempt } from './attempt.ts';
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
  readonly clock: Clock;
  readonly account: Account;
  readonly outOfUse: OutOfUse;
}

export interface Answer {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readonly result: CompletionResult;
}

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
export async function answerCall(call: Call): Promise<Answer> {
  const { candidates, clock, deadline, outOfUse, account } = call;
  let options: readonly Option[] = candidates.map((candidate) => ({
    candidate,
    facts: factsOf(candidate, clock.now()),
    readyAt: 0,
    tries: 0,
  }));
  const errors = candidates.flatMap((candidate) => outOfUse.reasonFor(candidate) ?? []);
  const unaffordable: string[] = [];

  for (;;) {
    // Another call may have found a key out of use meanwhile.
    options = options.filter(({ candidate }) => !outOfUse.reasonFor(candidate));
    const option = nextOf(options, clock.now());
    const startAt = Math.max(option?.readyAt ?? 0, clock.now());
    if (!option || startAt >= deadline) {
      const deadlinePassed = clock.now() >= deadline;
      throw whyUnanswered({ attempts: account.attempts, errors, unaffordable, deadlinePassed });
    }
    if (option.readyAt > clock.now()) await clock.sleep(option.readyAt - clock.now(), call.signal);
    const reservation = account.reserve(option.candidate, option.facts, call.request);
    if (!reservation) {
      options = options.filter((other) => other !== option);
      unaffordable.push(nameOf(option.candidate));
      continue;
    }
    const outcome = await ask(call, reservation, (deadline - clock.now()) / options.length);
    if ('result' in outcome) return { ...option, result: outcome.result };
    errors.push(outcome.error);
    outOfUse.consider(option.candidate, outcome.error);
    options = worthAsking(options, option, { error: outcome.error, now: clock.now() });
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

/** One attempt, settled and noted down. Throws what ends the whole call: a cancellation, a bug, a bad request. */
async function ask(
  call: Call,
  reservation: Reservation,
  limitMs: number,
): Promise<{ result: CompletionResult } | { error: ProviderError }> {
  const { candidate } = reservation;
  const startedAt = call.clock.now();
  const outcome = await outcomeOf(
    attempt(candidate, call.request, { limitMs, signal: call.signal, clock: call.clock }),
  );
  call.account.settle(reservation, outcome);
  const end = (result: 'answered' | 'failed' | 'cancelled', code?: string) =>
    call.account.attempts.push({
      provider: candidate.provider.id,
      model: candidate.model,
      outcome: result,
      ...(code === undefined ? {} : { code }),
      latencyMs: call.clock.now() - startedAt,
    });

  if ('result' in outcome && outcome.result.finish !== 'truncated') {
    end('answered');
    return outcome;
  }
  // A cut answer is no answer.
  const error = 'result' in outcome ? malformed(candidate.provider.id, 'truncated') : outcome.error;
  if (call.signal.aborted) {
    end('cancelled');
    throw call.signal.reason;
  }
  end('failed', codeOf(error));
  if (!(error instanceof ProviderError) || error.code === 'providers.bad_request') throw error;
  return { error };
}

const outcomeOf = (attempted: Promise<CompletionResult>): Promise<AttemptOutcome> =>
  attempted.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );

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
