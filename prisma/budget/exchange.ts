import { Decimal } from 'decimal.js';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { toDatabaseError } from '../database-errors.ts';
import { uuidv7 } from '../uuid.ts';
import { raiseAlerts, type Alert } from './alerts.ts';
import { openPeriod, lockPeriod, recordedUsd, type Period, type PeriodKey } from './period.ts';

/** What a process tells about its block of a period, and what it wants. */
export interface Exchange {
  /** The process. */
  readonly holder: string;
  /** The period of an earlier exchange, else the one that is under way now. */
  readonly period: { readonly id: string } | PeriodKey;
  /** Of calls under way. It stays set aside even when the lease was lost: that money is being spent. */
  readonly heldUsd: Decimal;
  /** Free in the block and to be kept; zero gives it back. It is gone when the lease was lost. */
  readonly leftUsd: Decimal;
  /** All that this process spent in the period so far, so that a report counts once however often it is sent. */
  readonly spentUsd: Decimal;
  /** To be added to the block at least, so that those who wait are served; zero asks for nothing. */
  readonly wantedUsd: Decimal;
  /** The need of one call: what comes on top is a multiple of it. */
  readonly stepUsd: Decimal;
  readonly leaseMs: number;
}

export interface Exchanged {
  readonly periodId: string;
  readonly grantedUsd: Decimal;
  /** Of what was to be kept: the lease had run out and others may have it by now, or the limit was lowered. */
  readonly lostUsd: Decimal;
  /** What this process had reported before, by blocks that it gave back meanwhile too. */
  readonly reportedUsd: Decimal;
  /** What nobody has spent or set aside, after the grant. */
  readonly freeUsd: Decimal;
  readonly spentUsd: Decimal;
  readonly limitUsd: Decimal;
  /** ISO 8601; undefined for a task. */
  readonly endsAt: string | undefined;
  /** By the database's clock. */
  readonly endsInMs: number | undefined;
  readonly alerts: readonly Alert[];
}

/** Of what is free, a block takes this share at most beyond what is needed now: others may need it too. */
const shareOfFree = 16;

/**
 * Reports a process's spending and leases it a block of money, in one transaction that holds the period's row: all
 * processes take turns, so together they never get more than the limit. All times are the database's.
 * @throws `prisma.unavailable`, `prisma.statement_failed`
 */
export async function exchange(pool: Pool, request: Exchange): Promise<Exchanged> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  const onError = () => undefined;
  client.on('error', onError);
  let failure: unknown;
  try {
    await client.query('begin');
    const exchanged = await exchangeWithin(client, request);
    await client.query('commit');
    return exchanged;
  } catch (error) {
    failure = error;
    await client.query('rollback').catch(() => undefined);
    throw toDatabaseError(error);
  } finally {
    client.off('error', onError);
    client.release(failure !== undefined);
  }
}

async function exchangeWithin(client: PoolClient, request: Exchange): Promise<Exchanged> {
  const period =
    'id' in request.period
      ? await lockPeriod(client, request.period.id)
      : await openPeriod(client, request.period);
  const { isValid, reportedUsd } = await readLease(client, period.id, request.holder);
  const expired = isValid ? new Decimal(0) : request.leftUsd;
  const newlySpent = Decimal.max(0, request.spentUsd.minus(reportedUsd));
  const forgotten = await takeExpired(client, period, request.holder);
  const spent = period.spentUsd.plus(newlySpent).plus(forgotten);
  const others = await leasedByOthers(client, period.id, request.holder);
  const over = Decimal.max(
    0,
    spent.plus(others).plus(request.heldUsd).plus(request.leftUsd).minus(period.limitUsd),
  );
  const lost = Decimal.max(expired, Decimal.min(request.leftUsd, over));
  const kept = request.heldUsd.plus(request.leftUsd).minus(lost);
  const free = period.limitUsd.minus(spent).minus(others).minus(kept);
  // What it is needed for belongs to the next one.
  const isOver = period.endsInMs !== null && period.endsInMs <= 0;
  const granted = isOver ? new Decimal(0) : grantOf(request, lost, free);
  await writeLease(client, { period, request, usd: kept.plus(granted) });
  const isShort = !isOver && granted.lessThan(request.wantedUsd);
  const alerts = await raiseAlerts(client, period, spent, isShort);
  return {
    periodId: period.id,
    grantedUsd: granted,
    lostUsd: lost,
    reportedUsd,
    freeUsd: Decimal.max(0, free.minus(granted)),
    spentUsd: spent,
    limitUsd: period.limitUsd,
    endsAt: period.endsAt?.toISOString(),
    endsInMs: period.endsInMs ?? undefined,
    alerts,
  };
}

function grantOf({ wantedUsd, stepUsd }: Exchange, lost: Decimal, free: Decimal): Decimal {
  if (wantedUsd.isZero() || !free.greaterThan(0)) return new Decimal(0);
  const needed = wantedUsd.plus(lost);
  const share = stepUsd.isZero()
    ? free.dividedBy(shareOfFree)
    : free.dividedBy(shareOfFree).dividedBy(stepUsd).floor().times(stepUsd);
  return Decimal.min(free, Decimal.max(needed, share)).toDecimalPlaces(9, Decimal.ROUND_DOWN);
}

const leaseRow = z.object({ isValid: z.boolean(), spentUsd: z.string() });

async function readLease(client: PoolClient, periodId: string, holder: string) {
  const { rows } = await client.query(
    `select expires_at >= clock_timestamp() as "isValid", spent_usd::text as "spentUsd"
     from budget_leases where period_id = $1 and holder = $2`,
    [periodId, holder],
  );
  if (rows.length === 0) return { isValid: false, reportedUsd: new Decimal(0) };
  const { isValid, spentUsd } = leaseRow.parse(rows[0]);
  return { isValid, reportedUsd: new Decimal(spentUsd) };
}

const expiredRow = z.object({ id: z.string(), holder: z.string(), spentUsd: z.string() });

/**
 * Ends the blocks of processes that gave no sign of life. What such a process had spent and not yet reported stands in
 * its records: it is returned, so that a killed process hides nothing. Records of before its lease were counted when
 * the period was opened; ids sort by time.
 */
async function takeExpired(client: PoolClient, period: Period, holder: string): Promise<Decimal> {
  const { rows } = await client.query(
    `select id, holder, spent_usd::text as "spentUsd" from budget_leases
     where period_id = $1 and holder <> $2 and usd > 0 and expires_at < clock_timestamp()`,
    [period.id, holder],
  );
  let forgotten = new Decimal(0);
  for (const row of z.array(expiredRow).parse(rows)) {
    const recorded = await recordedUsd(client, period, { holder: row.holder, afterId: row.id });
    const spent = Decimal.max(recorded, row.spentUsd);
    forgotten = forgotten.plus(spent.minus(row.spentUsd));
    await client.query(
      'update budget_leases set usd = 0, spent_usd = $3 where period_id = $1 and holder = $2',
      [period.id, row.holder, spent.toFixed()],
    );
  }
  return forgotten;
}

async function leasedByOthers(client: PoolClient, periodId: string, holder: string): Promise<Decimal> {
  const { rows } = await client.query(
    `select coalesce(sum(usd), 0)::text as usd from budget_leases where period_id = $1 and holder <> $2`,
    [periodId, holder],
  );
  return new Decimal(z.tuple([z.object({ usd: z.string() })]).parse(rows)[0].usd);
}

async function writeLease(
  client: PoolClient,
  { period, request, usd }: { period: Period; request: Exchange; usd: Decimal },
): Promise<void> {
  await client.query(
    `insert into budget_leases (id, organization_id, period_id, holder, usd, spent_usd, expires_at)
     values ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 millisecond')
     on conflict (period_id, holder) do update
     set usd = excluded.usd, expires_at = excluded.expires_at,
       spent_usd = greatest(budget_leases.spent_usd, excluded.spent_usd)`,
    [
      uuidv7(),
      period.organizationId,
      period.id,
      request.holder,
      Decimal.max(0, usd).toFixed(9, Decimal.ROUND_UP),
      request.spentUsd.toFixed(9, Decimal.ROUND_UP),
      request.leaseMs,
    ],
  );
}
