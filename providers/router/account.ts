import { Decimal } from 'decimal.js';
import type { Attempt, CompletionRequest, CompletionResult } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import type { Candidate, ModelFacts } from './candidate.ts';
import { costOf, worstCaseOf } from './cost.ts';
import type { Ledger } from './ledger.ts';

/** Money set aside for one attempt. */
export interface Reservation {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readonly usd: Decimal;
}

export type AttemptOutcome = { readonly result: CompletionResult } | { readonly error: unknown };

/** What one call did and cost, over all of its attempts. */
export interface Account {
  readonly attempts: Attempt[];
  readonly warnings: string[];
  /** Undefined when the worst case does not fit what is left. */
  reserve(candidate: Candidate, facts: ModelFacts, request: CompletionRequest): Reservation | undefined;
  settle(reservation: Reservation, outcome: AttemptOutcome): void;
  /** What is known to be charged; undefined when a part of it is not known. */
  costUsd(): number | undefined;
}

export function createAccount(ledger: Ledger): Account {
  const warnings: string[] = [];
  let cost = new Decimal(0);
  let hasUnknownCost = false;
  let hasUnansweredCost = false;

  const settleAnswer = ({ facts, usd }: Reservation, { usage, costUsd }: CompletionResult) => {
    const spent = costUsd === undefined ? usage && costOf(usage, facts.price) : new Decimal(costUsd);
    ledger.settle(usd, spent ?? usd);
    if (spent) cost = cost.plus(spent);
    else hasUnknownCost = true;
  };
  const settleFailure = ({ candidate, usd }: Reservation, error: unknown) => {
    const mayBeBilled = error instanceof ProviderError ? error.mayBeBilled : true;
    ledger.settle(usd, mayBeBilled ? usd : new Decimal(0));
    if (!mayBeBilled) return;
    hasUnansweredCost = true;
    const most = usd.isZero() ? '' : ` up to $${usd.toSignificantDigits(2).toFixed()}`;
    warnings.push(`${candidate.provider.id} may charge${most} for an attempt without an answer.`);
  };

  return {
    attempts: [],
    warnings,
    reserve(candidate, facts, request) {
      const usd = facts.assumedPrice ? worstCaseOf(request, facts.assumedPrice) : new Decimal(0);
      return ledger.reserve(usd) ? { candidate, facts, usd } : undefined;
    },
    settle(reservation, outcome) {
      if ('result' in outcome) settleAnswer(reservation, outcome.result);
      else settleFailure(reservation, outcome.error);
    },
    costUsd() {
      // Zero is not said while something may have been charged.
      const isUnknown = hasUnknownCost || (hasUnansweredCost && cost.isZero());
      return isUnknown ? undefined : cost.toNumber();
    },
  };
}
