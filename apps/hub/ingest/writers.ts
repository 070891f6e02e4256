import type { Clock } from '#monitoring/clock.ts';

/**
 * How long rows wait beside a write under way for as many as a batch had lately. They seldom wait so long: the write's
 * own end sends them off. It is for a write that hangs, behind which they must not.
 */
const companyWaitMs = 5;

export interface WritersOptions {
  /** Writes under way at once. */
  readonly count: number;
  readonly clock: Clock;
  /** Rows that wait to be written. */
  readonly waiting: () => number;
  /** Takes a batch from those that wait, before it first waits itself, and settles when it is answered. Never rejects. */
  readonly writeBatch: () => Promise<void>;
  /** Called whenever the last write under way has ended. */
  readonly onIdle: () => void;
}

export interface Writers {
  /** To be called when a row has come. */
  schedule(): void;
  busy(): number;
}

/**
 * Decides when a batch starts: at once when no write is under way; beside one, as soon as it is as large as batches
 * lately are, because those that a commit answers come back one by one, and the first of them would travel alone.
 */
export function createWriters({ count, clock, waiting, writeBatch, onIdle }: WritersOptions): Writers {
  let busy = 0;
  let isScheduled = false;
  let waitsForCompany = false;
  let batches = 0;
  /** Rows of a batch, as a moving average. */
  let usualRows = 0;

  /** At the end of this turn of the event loop: all requests that it read share the batch. */
  function schedule(): void {
    if (isScheduled || busy === count) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (isWorthABatch(busy)) void run();
      else if (mayStart()) void waitForCompany();
    });
  }

  const mayStart = () => waiting() > 0 && busy < count;

  function isWorthABatch(writesUnderWay: number): boolean {
    if (waiting() === 0 || writesUnderWay === count) return false;
    return writesUnderWay === 0 || waiting() >= usualRows;
  }

  async function waitForCompany(): Promise<void> {
    if (waitsForCompany) return;
    waitsForCompany = true;
    let batchesThen: number;
    do {
      batchesThen = batches;
      await clock.sleep(companyWaitMs);
    } while (batches !== batchesThen && mayStart());
    waitsForCompany = false;
    if (mayStart()) void run();
  }

  async function run(): Promise<void> {
    busy += 1;
    do {
      const rowsBefore = waiting();
      const written = writeBatch();
      batches += 1;
      usualRows += (rowsBefore - waiting() - usualRows) / 4;
      await written;
    } while (isWorthABatch(busy - 1));
    busy -= 1;
    if (mayStart()) void waitForCompany();
    if (busy === 0) onIdle();
  }

  return { schedule, busy: () => busy };
}
