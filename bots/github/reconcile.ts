import type { BotHost, Gap, Reconciling } from '#bots/contract.ts';
import { openApp } from './app.ts';
import { isAcknowledged, listAttempts, redeliver, type DeliveryAttempt } from './deliveries.ts';
import { isHeard } from './rights.ts';
import { readSettings } from './settings.ts';

/** GitHub keeps three days of deliveries. */
const keptMs = 3 * 24 * 3_600_000;
/** A delivery without an answer may still be under way: GitHub waits 10 s, and its list lags. */
const settledAfterMs = 60_000;
/** 100 attempts each. */
const maxPages = 100;
/** GitHub asks for a second between writes. */
const spacingMs = 1_000;
const maxRedeliveries = 500;
/** The first redelivery comes at once, the next after this, then after twice as long. */
const firstWaitMs = 3_600_000;
const maxAttempts = 6;

/** All attempts at one delivery. */
interface Sent {
  /** Any of them can be asked for again; the newest is. */
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly attempts: number;
  readonly isAcknowledged: boolean;
}

/**
 * Compares what GitHub sent with what was acknowledged. GitHub does not try again by itself, and its filter `failure`
 * leaves out what got no answer, so the whole list is read. How often a delivery was tried, and when, is in the list
 * too: no state of ours can disagree with it.
 */
export async function reconcile(
  settings: Readonly<Record<string, string>>,
  host: BotHost,
  { since, stored, signal }: Reconciling,
): Promise<Gap> {
  const { clock } = host;
  const { api } = openApp(readSettings(settings), host);
  const now = clock.now();
  const from = Math.max(since ?? 0, now - keptMs);
  const attempts = await listAttempts(api, { since: from, maxPages, signal });
  const failed = groupByGuid(attempts).filter(
    (sent) => !sent.isAcknowledged && isHeard(sent.event) && now - sent.lastAt >= settledAfterMs,
  );
  // An answer that came too late for GitHub is a failure there, and a row here.
  const known = await stored(failed.map(({ guid }) => guid));
  const missed = failed.filter(({ guid }) => !known.has(guid)).toReversed();
  const open = missed.filter((sent) => sent.attempts < maxAttempts);
  const due = open.filter((sent) => now >= sent.lastAt + waitMs(sent)).slice(0, maxRedeliveries);
  for (const [index, sent] of due.entries()) {
    if (index > 0) await clock.sleep(spacingMs, signal);
    await redeliver(api, sent.id, signal);
  }
  const unsettled = attempts.filter(({ at }) => now - at < settledAfterMs).map(({ at }) => at);
  return {
    listed: attempts.length,
    missed: missed.length,
    redelivered: due.length,
    discovered: due.filter((sent) => sent.attempts === 1).length,
    givenUp: missed.length - open.length,
    resumeFrom: Math.min(now, ...unsettled, ...open.map(({ firstAt }) => firstAt)),
  };
}

const waitMs = ({ attempts }: Sent): number => (attempts <= 1 ? 0 : firstWaitMs * 2 ** (attempts - 2));

/** Newest first, as the list is. */
function groupByGuid(attempts: readonly DeliveryAttempt[]): Sent[] {
  const byGuid = new Map<string, Sent>();
  for (const attempt of attempts) {
    const known = byGuid.get(attempt.guid);
    byGuid.set(attempt.guid, {
      id: known?.id ?? attempt.id,
      guid: attempt.guid,
      event: attempt.event,
      firstAt: Math.min(attempt.at, known?.firstAt ?? attempt.at),
      lastAt: Math.max(attempt.at, known?.lastAt ?? attempt.at),
      attempts: (known?.attempts ?? 0) + 1,
      isAcknowledged: isAcknowledged(attempt) || known?.isAcknowledged === true,
    });
  }
  return [...byGuid.values()];
}
