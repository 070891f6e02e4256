import type { Clock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import { createDeadlines } from './deadlines.ts';
import type { IngestOutcome, IngestRow } from './row.ts';
import { writeBisecting, type RowResult, type WriteObserver, type WriteRows } from './write-bisecting.ts';
import { createWriters } from './writers.ts';

export interface MicroBatchOptions {
  /**
   * Stores all rows, and what makes them known to the worker, in one commit; answers in the order of the rows. Rejects
   * with an `AmasError` that may be retried when the cause may pass (no connection, a deadlock); any other error is
   * taken as the fault of a row. It must settle: give its statements and connections a timeout.
   */
  readonly write: WriteRows;
  readonly clock: Clock;
  readonly observer: WriteObserver;
  readonly maxRows?: number;
  readonly maxBytes?: number;
  /** Bytes held at most, waiting and being written. Must exceed the largest body. */
  readonly maxQueuedBytes?: number;
  /** Writes under way at once: one prepares while the other waits for its commit. */
  readonly writers?: number;
}

export interface MicroBatch {
  /**
   * Resolves once the row is committed. Rejects with `apps.overloaded` when there is no room, with
   * `apps.commit_unknown` when the commit is not known at `deadlineAt` (the row may still be stored later; the
   * sender's next try is then a duplicate), with `apps.shutting_down` after `close`, else with the error of `write`.
   *
   * @param deadlineAt Milliseconds since the epoch, of the same clock.
   */
  accept(row: IngestRow, deadlineAt: number): Promise<IngestOutcome>;
  /** Refuses new rows and resolves when all earlier ones are written or failed. */
  close(): Promise<void>;
}

interface Entry {
  readonly row: IngestRow;
  readonly bytes: number;
  readonly deadlineAt: number;
  readonly resolve: (outcome: IngestOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What a row costs besides its body: headers, ids, the promise. */
const rowOverheadBytes = 1_024;

/**
 * Many rows in one commit: a commit for each is what limits PostgreSQL. A row late for its sender stays in its batch:
 * stored late it makes the sender's next try a duplicate, dropped it would be lost with senders that do not try again.
 */
export function createMicroBatch(options: MicroBatchOptions): MicroBatch {
  const { maxRows = 128, maxBytes = 4 * 2 ** 20, maxQueuedBytes = 64 * 2 ** 20, writers = 2 } = options;
  const waiting: Entry[] = [];
  const deadlines = createDeadlines<Entry>(options.clock, (entry) => entry.reject(commitUnknown()));
  let heldBytes = 0;
  let closing: PromiseWithResolvers<void> | undefined;

  function accept(row: IngestRow, deadlineAt: number): Promise<IngestOutcome> {
    if (closing) return Promise.reject(shuttingDown());
    const bytes = row.body.byteLength + rowOverheadBytes;
    if (heldBytes + bytes > maxQueuedBytes) return Promise.reject(overloaded());
    return new Promise((resolve, reject) => {
      const entry = { row, bytes, deadlineAt, resolve, reject };
      waiting.push(entry);
      deadlines.add(entry);
      heldBytes += bytes;
      pool.schedule();
    });
  }

  const pool = createWriters({
    count: writers,
    clock: options.clock,
    waiting: () => waiting.length,
    async writeBatch() {
      const batch = waiting.splice(0, batchLength(waiting, maxRows, maxBytes));
      const rows = batch.map((entry) => entry.row);
      answer(batch, await writeBisecting(rows, options.write, options.observer));
    },
    onIdle: () => closing?.resolve(),
  });

  function answer(batch: readonly Entry[], results: readonly RowResult[]): void {
    for (const [index, entry] of batch.entries()) {
      heldBytes -= entry.bytes;
      if (!deadlines.claim(entry)) continue;
      const result = results[index] as RowResult;
      if ('error' in result) entry.reject(result.error);
      else entry.resolve(result.outcome);
    }
  }

  function close(): Promise<void> {
    closing ??= Promise.withResolvers<void>();
    if (waiting.length === 0 && pool.busy() === 0) closing.resolve();
    return closing.promise;
  }

  return { accept, close };
}

/** How many of the first entries go together; one always goes, however large. */
function batchLength(waiting: readonly Entry[], maxRows: number, maxBytes: number): number {
  let count = 0;
  let bytes = 0;
  for (const entry of waiting) {
    bytes += entry.bytes;
    if (count === maxRows || (count > 0 && bytes > maxBytes)) break;
    count += 1;
  }
  return count;
}

function overloaded(): AmasError {
  return new AmasError('apps.overloaded', 'The ingest queue is full.', {
    retry: { afterMs: 2_000 },
    publicMessage: 'AMAS takes no more deliveries at this moment. Send it again shortly.',
  });
}

function commitUnknown(): AmasError {
  return new AmasError('apps.commit_unknown', 'The commit of a delivery was not known in time.', {
    retry: { afterMs: 5_000 },
    publicMessage:
      'The delivery could not be confirmed as stored in time. Send it again: a second copy does no harm.',
  });
}

function shuttingDown(): AmasError {
  return new AmasError('apps.shutting_down', 'A delivery came after the hub began to stop.', {
    retry: { afterMs: 5_000 },
    publicMessage: 'This AMAS is stopping. Send it again shortly.',
  });
}
