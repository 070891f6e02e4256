import { Decimal } from 'decimal.js';

/** The money of one binding. What is reserved counts as spent until it is settled, so parallel calls can't overspend. */
export interface Ledger {
  /** False when it does not fit; nothing is reserved then. */
  reserve(usd: Decimal): boolean;
  settle(reserved: Decimal, spent: Decimal): void;
}

export function createLedger(maxCostUsd: number, spentUsd: number): Ledger {
  const limit = new Decimal(maxCostUsd);
  let committed = new Decimal(spentUsd);
  return {
    reserve(usd) {
      const after = committed.plus(usd);
      if (!after.lessThanOrEqualTo(limit)) return false;
      committed = after;
      return true;
    },
    settle(reserved, spent) {
      committed = committed.minus(reserved).plus(spent);
    },
  };
}
