import { Decimal } from 'decimal.js';
import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '../client.ts';
import { isApproved } from '../repositories/budget-approvals.ts';
import type { BudgetLimit } from '../repositories/budget-limits.ts';
import { uuidv7 } from '../uuid.ts';
import type { Block, BlockTimings, Shortage } from './block.ts';
import { createBlocks } from './blocks.ts';
import { limitsFor, type AppliedLimit, type SpendingScope } from './budget-scope.ts';
import { createLimitDirectory } from './limit-directory.ts';

/** Money set aside for one attempt: the worst that it can cost. */
export interface BudgetHold {
  readonly usd: Decimal;
  /** How it is given back; nobody but the budget reads it. */
  readonly release: unknown;
}

/** Why a call does not fit. Amounts are decimal text. */
export interface LimitRefusal {
  /** The limit in words: `user github:583231, day`. */
  readonly limit: string;
  readonly limitUsd: string;
  readonly leftUsd: string;
  /** ISO 8601; absent for a task's limit. */
  readonly resetsAt?: string;
  readonly onReached: 'stop' | 'cheaper' | 'ask';
}

export type Reserved =
  | { readonly ok: true; readonly hold: BudgetHold }
  | { readonly ok: false; readonly refusal: LimitRefusal };

export interface DatabaseBudget {
  /** This process, in the records of its calls: what it had not yet reported when it died is found by it. */
  readonly holder: string;
  /** @throws `prisma.unavailable` when the block is used up and the database does not answer: no money, no call. */
  reserve(scope: SpendingScope, usd: Decimal, signal: AbortSignal): Promise<Reserved>;
  settle(hold: BudgetHold, usd: Decimal): void;
  /** Reports everything and gives back what no call holds. */
  close(): Promise<void>;
}

export interface DatabaseBudgetOptions {
  readonly database: Pick<Database, 'pool' | 'store'>;
  readonly log: Logger;
  readonly timings?: BudgetTimings;
}

export interface BudgetTimings extends BlockTimings {
  /** A limit that was set or changed holds in every process after this long. */
  readonly freshMs: number;
}

/** A killed process keeps its block from others for half a minute at most. */
export const standardTimings: BudgetTimings = {
  leaseMs: 30_000,
  reportMs: 1_000,
  idleMs: 2_000,
  freshMs: 2_000,
};

interface Part {
  readonly block: Block;
  readonly usd: Decimal;
  /** A person allowed to go beyond the limit: nothing is set aside, what is spent is counted. */
  readonly isBeyond: boolean;
}

/** The column's places: what is set aside is never less than what it is written down as. */
const places = 9;

/**
 * The limits of all processes together, in PostgreSQL. Each process leases blocks of a limit's money and spends them
 * without asking; what no lease and no spending accounts for is all that anybody can still get.
 */
export function createDatabaseBudget({
  database,
  log,
  timings = standardTimings,
}: DatabaseBudgetOptions): DatabaseBudget {
  const holder = uuidv7();
  const directory = createLimitDirectory(database, timings.freshMs);
  const blocks = createBlocks({ pool: database.pool, holder, timings, log });

  /** Takes from one limit; the refusal when it does not fit and nobody allowed more. */
  const takeFrom = async (
    applied: AppliedLimit,
    { scope, usd, signal }: Asked,
  ): Promise<{ part: Part } | { refusal: LimitRefusal }> => {
    for (;;) {
      const block = blocks.blockOf(applied);
      block.mind(applied.limit.usd);
      if (block.tryTake(usd)) return { part: { block, usd, isBeyond: false } };
      const shortage = await block.take(usd, signal);
      if (!shortage) return { part: { block, usd, isBeyond: false } };
      // Midnight passed while it waited.
      if (block.isOver()) continue;
      const isAllowed =
        applied.limit.onReached === 'ask' &&
        scope.taskId !== undefined &&
        (await isApproved(database.store, scope.taskId));
      return isAllowed ? { part: { block, usd, isBeyond: true } } : { refusal: refusalOf(applied, shortage) };
    }
  };

  return {
    holder,
    async reserve(scope, worstUsd, signal) {
      const usd = worstUsd.toDecimalPlaces(places, Decimal.ROUND_UP);
      const limits = limitsFor(scope, await directory.limitsOf(scope.organizationId));
      const parts: Part[] = [];
      let refusal: LimitRefusal | undefined;
      try {
        for (const applied of limits) {
          const taken = await takeFrom(applied, { scope, usd, signal });
          if ('refusal' in taken) {
            ({ refusal } = taken);
            break;
          }
          parts.push(taken.part);
        }
      } catch (error) {
        giveBack(parts);
        throw error;
      }
      if (!refusal) return { ok: true, hold: { usd, release: parts } };
      giveBack(parts);
      return { ok: false, refusal };
    },
    settle(hold, usd) {
      const parts = hold.release as Part[];
      for (const part of parts.splice(0)) settlePart(part, usd);
    },
    close: () => blocks.close(),
  };
}

interface Asked {
  readonly scope: SpendingScope;
  readonly usd: Decimal;
  readonly signal: AbortSignal;
}

function giveBack(parts: readonly Part[]): void {
  for (const part of parts) settlePart(part, new Decimal(0));
}

function settlePart({ block, usd, isBeyond }: Part, spentUsd: Decimal): void {
  if (isBeyond) block.spend(spentUsd);
  else block.settle(usd, spentUsd);
}

function refusalOf({ limit, subject }: AppliedLimit, shortage: Shortage): LimitRefusal {
  return {
    limit: limitInWords(limit, subject),
    limitUsd: shortage.limitUsd.toFixed(),
    leftUsd: shortage.leftUsd.toFixed(),
    ...(shortage.endsAt === undefined ? {} : { resetsAt: shortage.endsAt }),
    onReached: limit.onReached,
  };
}

/** `user github:583231, day` */
const limitInWords = ({ scope, period }: BudgetLimit, subject: string): string =>
  `${[scope, subject].join(' ').trim()}, ${period}`;
