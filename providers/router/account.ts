import { Decimal } from 'decimal.js';
import type { Attempt, CompletionResult, Usage } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { costOf, worstCaseOf } from './cost.ts';
import type { Candidate, ModelFacts } from './candidate.ts';
import type { Ledger } from './ledger.ts';
import type { CompletionRequest } from '../contract.ts';

export interface Spending {
  readonly candidate: Candidate;
  readonly facts: ModelFacts;
  readonly reserved: Decimal;
}

/** What one call did and cost, over all of its attempts. */
export interface Account {
  readonly attempts: Attempt[];
  readonly warnings: string[];
  /** The candidate that was asked last. */
  last: Candidate | undefined;
  /** Of the answer, when there was one. */
  usage: Usage | undefined;
  /** Undefined when it does not fit what is left. */
  reserve(candidate: Candidate, facts: ModelFacts, request: CompletionRequest): Spending | undefined;
  settle(spending: Spending, outcome: { readonly result: CompletionResult } | { readonly error: unknown }): void;
  /** Undefined when a part of it is unknown. */
  costUsd(): number | undefined;
}

export function createAccount(ledger: Ledger): Account {
  const warnings: string[] = [];
  let cost = new Decimal(0);
  let isKnown = true;

  const settleAnswer = ({ facts, reserved }: Spending, usage: Usage | undefined) => {
    const spent = usage && costOf(usage, facts.price);
    if (spent) cost = cost.plus(spent);
    else isKnown = false;
    ledger.settle(reserved, spent ?? reserved);
  };
  const settleFailure = ({ candidate, reserved }: Spending, error: unknown) => {
    const mayBeBilled = error instanceof ProviderError ? error.mayBeBilled : true;
    ledger.settle(reserved, mayBeBilled ? reserved : new Decimal(0));
    if (!mayBeBilled) return;
    warnings.push(
      `${candidate.provider.id} may charge up to $${reserved.toSignificantDigits(2)} for an attempt without an answer.`,
    );
  };

  return {
    attempts: [],
    warnings,
    last: undefined,
    usage: undefined,
    reserve(candidate, facts, request) {
      const reserved = facts.assumedPrice ? worstCaseOf(request, facts.assumedPrice) : new Decimal(0);
      return ledger.reserve(reserved) ? { candidate, facts, reserved } : undefined;
    },
    settle(spending, outcome) {
      if ('result' in outcome) settleAnswer(spending, outcome.result.usage);
      else settleFailure(spending, outcome.error);
    },
    costUsd: () => (isKnown ? cost.toNumber() : undefined),
  };
}
