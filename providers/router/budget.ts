import type { Decimal } from 'decimal.js';

/** Whose call it is. Every level may have a limit of its own. */
export interface CallScope {
  readonly taskId?: string;
  readonly runId?: string;
  readonly agent: string;
  readonly organizationId: string;
  readonly projectId?: string;
  readonly userId?: string;
  readonly apiKeyId?: string;
  /** Of the gateway. */
  readonly requestId?: string;
}

/** The limits that reach over tasks and processes. The router asks it beside the ledger of the binding. */
export interface Budget {
  /** Holds the worst case of one attempt. That it does not fit is a value, not an exception. */
  reserve(
    scope: CallScope,
    usd: Decimal,
    signal: AbortSignal,
  ): Promise<
    { readonly ok: true; readonly hold: Hold } | { readonly ok: false; readonly refusal: LimitReached }
  >;
  /** Exactly once for each hold; an unknown cost settles the whole of it. Never throws. */
  settle(hold: Hold, usd: Decimal): void;
}

export interface Hold {
  readonly usd: Decimal;
  /** What the budget needs to find it again. */
  readonly release: unknown;
}

export interface LimitReached {
  /** Which limit, in words for people, such as `organization, month`. */
  readonly limit: string;
  readonly limitUsd: string;
  readonly leftUsd: string;
  /** ISO date; absent when only a person can raise it. */
  readonly resetsAt?: string;
  /** What was declared for this case: end the call, ask only what still fits, or ask a person. */
  readonly onReached: 'stop' | 'cheaper' | 'ask';
}
