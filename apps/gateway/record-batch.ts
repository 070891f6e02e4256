import type { Logger } from '#monitoring/logger.ts';
import type { NewCompletion } from '#prisma/repositories/completions.ts';
import { uuidv7 } from '#prisma/uuid.ts';

export type NewRecord = NewCompletion & { readonly id: string; readonly createdAt: Date };

export interface RecordBatch {
  add(row: NewCompletion): void;
  /** Writes what is left; resolves when it is written or given up. */
  close(): Promise<void>;
}

/** A crash loses what gathers in this time; the log holds every call, and money is held by its leases. */
const everyMs = 200;
const maxRows = 500;
/** While the database is away; beyond it the oldest are left to the log. */
const maxWaiting = 20_000;

/** Writes records behind the answers: a statement for each call would cost more than the call's own bookkeeping. */
export function createRecordBatch(
  write: (rows: readonly NewRecord[]) => Promise<void>,
  log: Logger,
): RecordBatch {
  let waiting: NewRecord[] = [];
  let writing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, maxRows);
      try {
        await write(rows);
      } catch (error) {
        log.warn({ err: error, waiting: waiting.length }, 'completion records wait for the database');
        return;
      }
      waiting = waiting.slice(rows.length);
    }
  };
  const start = () => {
    writing ??= flush().finally(() => {
      writing = undefined;
    });
  };
  const timer = setInterval(start, everyMs);
  return {
    add(row) {
      waiting.push({ ...row, id: uuidv7(), createdAt: new Date() });
      if (waiting.length <= maxWaiting) return;
      waiting.shift();
      log.error({}, 'a completion record was given up: it stands in the log only');
    },
    async close() {
      clearInterval(timer);
      await writing;
      await flush();
    },
  };
}
