import { Decimal } from 'decimal.js';
import type { Pool } from 'pg';
import type { Alert } from './alerts.ts';
import { exchange, type Exchanged } from './exchange.ts';
import type { PeriodKey } from './period.ts';
import { createPurse, steadyNow, type Purse } from './purse.ts';
import { createWaitingLine } from './waiting-line.ts';

export interface BlockOptions {
  readonly pool: Pool;
  readonly holder: string;
  readonly key: PeriodKey;
  readonly timings: BlockTimings;
  readonly onAlerts: (alerts: readonly Alert[]) => void;
}

export interface BlockTimings {
  /** How long a block stays set aside without a sign of life of its process. */
  readonly leaseMs: number;
  /** How often spending is reported. */
  readonly reportMs: number;
  /** After so long without a call, what is left of a block is given back. */
  readonly idleMs: number;
}

/** What is known of a limit when a call does not fit. */
export interface Shortage {
  readonly limitUsd: Decimal;
  readonly leftUsd: Decimal;
  readonly endsAt: string | undefined;
}

/** This process's money of one period of one limit. Taking from it costs no statement while it lasts. */
export interface Block {
  /** The limit as it was read lately: when it changed, the next call asks the database first. */
  mind(limitUsd: Decimal): void;
  /** Takes at once what fits; false when the database has to be asked first. */
  tryTake(usd: Decimal): boolean;
  /** Takes, in turn with others, when need be after a new exchange. Returns why it does not fit. */
  take(usd: Decimal, signal: AbortSignal): Promise<Shortage | undefined>;
  /** Gives back a part that was taken, less what was spent of it. */
  settle(takenUsd: Decimal, spentUsd: Decimal): void;
  /** Counts what was spent beside the limit, with a person's consent. */
  spend(usd: Decimal): void;
  /** Its day or month is over: the next call needs another block. */
  isOver(): boolean;
  /** Reports, renews, gives back what is idle. True when nothing is left to be done with it. */
  tend(): Promise<boolean>;
  /** Gives everything back that no call holds. */
  release(): Promise<void>;
}

const nothing = new Decimal(0);

export function createBlock(options: BlockOptions): Block {
  const purse = createPurse(options.timings.leaseMs);
  const { trade, inTurn, giveBack } = createTrading(options, purse);
  let minded: Decimal | undefined;
  let isChanged = false;
  const line = createWaitingLine<Shortage | undefined>();
  let isServing = false;

  /** Gets what those in line need, as far as there is some. Who came meanwhile asks again. */
  const serve = async (): Promise<void> => {
    const asking = new Set(line.all());
    const needed = line.all().reduce((sum, { usd }) => sum.plus(usd), nothing);
    const missing = Decimal.max(0, needed.minus(purse.left())).toDecimalPlaces(9, Decimal.ROUND_UP);
    isChanged = false;
    const { limitUsd, freeUsd, endsAt } = await trade(missing, line.all()[0]?.usd ?? nothing);
    for (const waiter of line.clear()) {
      const leftUsd = Decimal.max(0, freeUsd.plus(purse.left()));
      if (purse.tryTake(waiter.usd)) waiter.done(undefined);
      else if (asking.has(waiter)) waiter.done({ limitUsd, leftUsd, endsAt });
      else line.keep(waiter);
    }
  };

  const serveAll = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    try {
      while (line.all().length > 0) await inTurn(serve);
    } catch (error) {
      for (const { failed } of line.clear()) failed(error);
    } finally {
      isServing = false;
    }
  };

  return {
    mind(limitUsd) {
      if (minded === limitUsd) return;
      isChanged ||= minded !== undefined && !minded.equals(limitUsd);
      minded = limitUsd;
    },
    tryTake: (usd) => !isChanged && line.all().length === 0 && purse.tryTake(usd),
    take(usd, signal) {
      const taken = line.join(usd, signal);
      void serveAll();
      return taken;
    },
    settle: (takenUsd, spentUsd) => purse.settle(takenUsd, spentUsd),
    spend: (usd) => purse.spend(usd),
    isOver: () => purse.isOver(),
    async tend() {
      const isIdle = purse.isOver() || purse.idleMs() >= options.timings.idleMs;
      if (isIdle && purse.left().greaterThan(0)) await inTurn(giveBack);
      else if (purse.mustReport() || purse.mustRenew()) await inTurn(() => trade(nothing, nothing));
      return isIdle && line.all().length === 0 && !purse.isOwing() && !purse.left().greaterThan(0);
    },
    release: () => inTurn(giveBack),
  };
}

function createTrading({ pool, holder, key, timings, onAlerts }: BlockOptions, purse: Purse) {
  let periodId: string | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One exchange at a time, with what follows from it: nobody gives money back before who asked for it has it. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  const trade = async (wantedUsd: Decimal, stepUsd: Decimal): Promise<Exchanged> => {
    const at = steadyNow();
    const told = purse.tell();
    const exchanged = await exchange(pool, {
      holder,
      period: periodId === undefined ? key : { id: periodId },
      ...told,
      wantedUsd,
      stepUsd,
      leaseMs: timings.leaseMs,
    });
    periodId = exchanged.periodId;
    purse.take(exchanged, { at, spentUsd: told.spentUsd });
    onAlerts(exchanged.alerts);
    return exchanged;
  };

  const giveBack = async (): Promise<void> => {
    purse.empty();
    if (periodId !== undefined) await trade(nothing, nothing);
  };

  return { trade, inTurn, giveBack };
}
