import { Decimal } from 'decimal.js';
import type { Exchange, Exchanged } from './exchange.ts';

/** The money that a process holds of one period, and what it owes a report of. */
export interface Purse {
  /** Takes when it fits and the lease still holds. */
  tryTake(usd: Decimal): boolean;
  settle(takenUsd: Decimal, spentUsd: Decimal): void;
  /** Counts what was never set aside. */
  spend(usd: Decimal): void;
  left(): Decimal;
  /** What is to be given back with the next exchange. */
  empty(): void;
  /** What the database is told; call `take` with its answer. */
  tell(): Pick<Exchange, 'heldUsd' | 'leftUsd' | 'spentUsd'>;
  take(exchanged: Exchanged, sent: { readonly at: number; readonly spentUsd: Decimal }): void;
  /** Calls are under way, or spending was not reported yet. */
  isOwing(): boolean;
  mustReport(): boolean;
  mustRenew(): boolean;
  /** Its day or month is over. */
  isOver(): boolean;
  idleMs(): number;
}

/** The process's clock may jump; this one does not. */
export const steadyNow = (): number => performance.now();
/** So much of a lease is not used: others may have a faster clock. */
const unusedShare = 0.1;
/** A lease is renewed when this share of it is over. */
const renewedShare = 1 / 3;

export function createPurse(leaseMs: number): Purse {
  let left = new Decimal(0);
  let held = new Decimal(0);
  let spent = new Decimal(0);
  let reported = new Decimal(0);
  let renewedAt = Number.NEGATIVE_INFINITY;
  let endsAt = Number.POSITIVE_INFINITY;
  let usedAt = steadyNow();
  let isNew = true;

  const isOver = () => steadyNow() >= endsAt;
  const holdsLease = () => steadyNow() < renewedAt + leaseMs * (1 - unusedShare);
  const mustReport = () => !spent.equals(reported);

  return {
    tryTake(usd) {
      if (isOver() || !holdsLease() || left.lessThan(usd)) return false;
      left = left.minus(usd);
      held = held.plus(usd);
      usedAt = steadyNow();
      return true;
    },
    settle(takenUsd, spentUsd) {
      held = held.minus(takenUsd);
      left = left.plus(takenUsd).minus(spentUsd);
      spent = spent.plus(spentUsd);
      usedAt = steadyNow();
    },
    spend(usd) {
      spent = spent.plus(usd);
      usedAt = steadyNow();
    },
    left: () => left,
    empty() {
      left = new Decimal(0);
    },
    tell: () => ({ heldUsd: held, leftUsd: left, spentUsd: spent }),
    take({ grantedUsd, lostUsd, reportedUsd, endsInMs }, sent) {
      left = left.plus(grantedUsd).minus(lostUsd);
      // Totals go on from those of the purse before, or they would seem to be reported already.
      if (isNew) spent = spent.plus(reportedUsd);
      reported = isNew ? reportedUsd : sent.spentUsd;
      isNew = false;
      renewedAt = sent.at;
      if (endsInMs !== undefined) endsAt = sent.at + endsInMs;
    },
    isOwing: () => !held.isZero() || mustReport(),
    mustReport,
    mustRenew: () => !(left.isZero() && held.isZero()) && steadyNow() - renewedAt > leaseMs * renewedShare,
    isOver,
    idleMs: () => steadyNow() - usedAt,
  };
}
