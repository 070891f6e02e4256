import type { Logger } from '#monitoring/logger.ts';
import { isPassing } from '#prisma/database-errors.ts';
import type { NewCompletion, Words } from '#prisma/repositories/completions.ts';
import { uuidv7 } from '#prisma/uuid.ts';

export type NewRecord = NewCompletion & { readonly id: string; readonly createdAt: Date };

export interface BatchWriter {
  readonly write: (rows: readonly NewRecord[]) => Promise<void>;
  readonly writeWords: (id: string, content: Words) => Promise<void>;
}

export interface RecordBatch {
  /** Returns the id that it will have. */
  add(row: NewCompletion): string;
  /** Adds words to a row of before, when that is written. */
  addWords(id: string, content: Words): void;
  /** Writes what is left; resolves when it is written or given up. */
  close(): Promise<void>;
}

/** A crash loses what gathers in this time, unless the log has it already; money is held by its leases. */
const everyMs = 200;
const maxRows = 500;
/** While the database is away; beyond it the oldest are left to the log. */
const maxWaiting = 20_000;
/** Words are longer than rows, and less needed. */
const maxWaitingWords = 500;

/** Writes records behind the answers: a statement for each call would cost more than the call's own bookkeeping. */
export function createRecordBatch({ write, writeWords }: BatchWriter, log: Logger): RecordBatch {
  let waiting: NewRecord[] = [];
  const words: Spoken[] = [];
  let writing: Promise<void> | undefined;
  /** False when the database is away. A row that it refuses must not keep the others: it stands in the log. */
  const writeAll = async (rows: readonly NewRecord[]): Promise<boolean> => {
    try {
      await write(rows);
      return true;
    } catch (error) {
      if (isPassing(error)) {
        log.warn({ err: error, waiting: waiting.length }, 'completion records wait for the database');
        return false;
      }
      if (rows.length === 1) {
        log.error({ err: error, record: rows[0] }, 'a completion record was refused');
        return true;
      }
      const half = Math.ceil(rows.length / 2);
      return (await writeAll(rows.slice(0, half))) && (await writeAll(rows.slice(half)));
    }
  };
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, maxRows);
      if (!(await writeAll(rows))) return;
      waiting = waiting.slice(rows.length);
    }
    await writeAllWords(words, writeWords, log);
  };
  const start = () => {
    writing ??= flush().finally(() => {
      writing = undefined;
    });
  };
  const timer = setInterval(start, everyMs);
  return {
    add(row) {
      const id = uuidv7();
      waiting.push({ ...row, id, createdAt: new Date() });
      if (waiting.length > maxWaiting) {
        waiting.shift();
        log.error({}, 'a completion record was given up: it stands in the log only');
      }
      return id;
    },
    addWords(id, content) {
      if (words.length < maxWaitingWords) words.push({ id, content });
      else log.warn({}, 'words of a call not kept: too many wait');
    },
    async close() {
      clearInterval(timer);
      await writing;
      await flush();
    },
  };
}

interface Spoken {
  readonly id: string;
  readonly content: Words;
}

/** Takes away what is written, or can not be; the rest waits for the database. */
async function writeAllWords(words: Spoken[], write: BatchWriter['writeWords'], log: Logger): Promise<void> {
  for (let spoken = words[0]; spoken; spoken = words[0]) {
    try {
      await write(spoken.id, spoken.content);
    } catch (error) {
      if (isPassing(error)) return;
      log.warn({ err: error }, 'words of a call not kept');
    }
    words.shift();
  }
}
