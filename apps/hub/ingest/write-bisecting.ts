import { AmasError } from '#monitoring/errors.ts';
import type { IngestOutcome, IngestRow } from './row.ts';

export type WriteRows = (rows: readonly IngestRow[]) => Promise<readonly IngestOutcome[]>;
export type RowResult = { readonly outcome: IngestOutcome } | { readonly error: unknown };

export interface WriteObserver {
  written(rows: number, durationMs: number): void;
  failed(error: unknown, rows: number): void;
}

/**
 * Writes rows together and answers one result for each, in their order. Rows that failed for a reason of their own
 * are halved and written again until the bad one fails alone; a failure that may pass fails them all at once, because
 * smaller batches would only meet it more often.
 */
export async function writeBisecting(
  rows: readonly IngestRow[],
  write: WriteRows,
  observer: WriteObserver,
): Promise<RowResult[]> {
  const startedAt = performance.now();
  let outcomes: readonly IngestOutcome[];
  try {
    outcomes = await write(rows);
  } catch (error) {
    observer.failed(error, rows.length);
    if (rows.length === 1 || mayPass(error)) return rows.map(() => ({ error }));
    const middle = rows.length >> 1;
    const first = await writeBisecting(rows.slice(0, middle), write, observer);
    return [...first, ...(await writeBisecting(rows.slice(middle), write, observer))];
  }
  observer.written(rows.length, performance.now() - startedAt);
  return rows.map((_row, index) => {
    const outcome = outcomes[index];
    return outcome
      ? { outcome }
      : { error: new Error('The ingest write answered fewer outcomes than rows.') };
  });
}

/** Whether the failure is an outage, which ends by itself, and not the fault of a row. */
export function mayPass(error: unknown): boolean {
  return error instanceof AmasError && error.retry !== 'never';
}
