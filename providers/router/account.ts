import { Decimal } from 'decimal.js';
import type { Attempt, CompletionRequest, CompletionResult } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import type { Budget, CallScope, Hold, LimitReached } from './budget.ts';
import type { Candidate, ModelFacts } from './candidate.ts';
import { costOf, worstCaseOf } from './cost.ts';
import type { Ledger } from './ledger.ts';
import type { Time } from './time.ts';

/** Money set aside for one attempt. */
export interface Reservation {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readonly usd: Decimal;
  readonly hold?: Hold;
}

export type Reserved = Reservation | LimitReached | undefined;

export type AttemptOutcome = { readonly result: CompletionResult } | { readonly error: unknown };

/** What one call did and cost, over all of its attempts. */
export interface Account {
  readonly attempts: Attempt[];
  readonly warnings: string[];
  /** Undefined when the worst case does not fit what the binding has left; the refusal when it is the budget's. */
  reserve(candidate: Candidate, facts: ModelFacts, asked: Asked): Reserved | Promise<Reserved>;
  /** Returns what the attempt cost, when that is known. */
  settle(reservation: Reservation, outcome: AttemptOutcome): number | undefined;
  /** Nothing was asked after all. */
  release(reservation: Reservation): void;
  /** What is known to be charged; undefined when a part of it is not known. */
  costUsd(): number | undefined;
  /** What the vendor says that its answer costs, and what usage and price make of it: the two are compared. */
  readonly answerCosts: { reportedUsd?: number; computedUsd?: number };
}

export interface Asked {
  readonly request: CompletionRequest;
  /** Estimated. */
  readonly inputTokens: number;
  readonly signal: AbortSignal;
  /** Of the steady clock. */
  readonly deadline: number;
  readonly time: Time;
}

export interface AccountOptions {
  readonly ledger: Ledger;
  readonly budget?: Budget | undefined;
  readonly scope: CallScope;
}

const zero = new Decimal(0);

export function createAccount({ ledger, budget, scope }: AccountOptions): Account {
  const warnings: string[] = [];
  const answerCosts: Account['answerCosts'] = {};
  let cost = zero;
  let hasUnknownCost = false;
  let hasUnansweredCost = false;

  const release = ({ usd, hold }: Reservation, spent: Decimal) => {
    ledger.settle(usd, spent);
    if (hold) budget?.settle(hold, spent);
  };
  const settleAnswer = (reservation: Reservation, { usage, costUsd }: CompletionResult) => {
    const computed = usage && costOf(usage, reservation.facts.price);
    const spent = costUsd === undefined ? computed : new Decimal(costUsd);
    if (costUsd !== undefined) answerCosts.reportedUsd = costUsd;
    if (computed) answerCosts.computedUsd = computed.toNumber();
    release(reservation, spent ?? reservation.usd);
    if (spent) cost = cost.plus(spent);
    else hasUnknownCost = true;
    return spent?.toNumber();
  };
  const settleFailure = (reservation: Reservation, error: unknown) => {
    const { candidate, usd } = reservation;
    const mayBeBilled = error instanceof ProviderError ? error.mayBeBilled : true;
    release(reservation, mayBeBilled ? usd : zero);
    if (!mayBeBilled) return 0;
    hasUnansweredCost = true;
    const most = usd.isZero() ? '' : ` up to $${usd.toSignificantDigits(2).toFixed()}`;
    warnings.push(`${candidate.provider.id} may charge${most} for an attempt without an answer.`);
    return undefined;
  };

  return {
    attempts: [],
    warnings,
    answerCosts,
    reserve(candidate, facts, asked) {
      // Nobody without a price is chosen; a price that ended since then must not make the call free.
      if (!facts.assumedPrice) return undefined;
      const usd = worstCaseOf(asked.request, facts.assumedPrice, asked.inputTokens);
      if (!ledger.reserve(usd)) return undefined;
      return budget
        ? holdFor({ candidate, facts, usd }, { budget, ledger, scope, asked })
        : { candidate, facts, usd };
    },
    settle: (reservation, outcome) =>
      'result' in outcome
        ? settleAnswer(reservation, outcome.result)
        : settleFailure(reservation, outcome.error),
    release: (reservation) => release(reservation, zero),
    costUsd() {
      // Zero is not said while something may have been charged.
      const isUnknown = hasUnknownCost || (hasUnansweredCost && cost.isZero());
      return isUnknown ? undefined : cost.toNumber();
    },
  };
}

interface Holding {
  readonly budget: Budget;
  readonly ledger: Ledger;
  readonly scope: CallScope;
  readonly asked: Asked;
}

/** What the ledger set aside goes back when the budget says no. */
async function holdFor(
  reservation: Reservation,
  { budget, ledger, scope, asked }: Holding,
): Promise<Reserved> {
  const { usd } = reservation;
  try {
    const answer = await inTime(budget, budget.reserve(scope, usd, asked.signal), asked);
    if (answer.ok) return { ...reservation, hold: answer.hold };
    ledger.settle(usd, zero);
    return answer.refusal;
  } catch (error) {
    ledger.settle(usd, zero);
    throw error;
  }
}

/** The deadline of a call holds for a budget that does not answer too. What it grants when nobody waits goes back. */
async function inTime(
  budget: Budget,
  pending: ReturnType<Budget['reserve']>,
  { deadline, time, signal }: Asked,
): ReturnType<Budget['reserve']> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const cancel = time.after(Math.max(0, deadline - time.now()), () => reject(noWordOnMoney()));
  try {
    return await Promise.race([pending, over]);
  } catch (error) {
    pending.then(
      (late) => late.ok && budget.settle(late.hold, zero),
      () => undefined,
    );
    throw error;
  } finally {
    cancel();
    signal.removeEventListener('abort', leave);
  }
}

const noWordOnMoney = () =>
  new ProviderError('providers.timeout', 'router', {
    publicMessage:
      'Whether a limit of money leaves room could not be found out in time, so nobody was asked. Does the database answer? Try again later.',
  });
