import type { ReadFile } from '#agents/contract.ts';
import type { Connection } from '#bots/contract.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';

/** What one task may ask a platform for beyond its change. */
const maxReads = 40;
const maxChars = 2_000_000;
/** Tasks of this process whose files are remembered. */
const maxTasks = 50;

export interface RepositoryPlace {
  readonly taskId: string;
  readonly subjectId: string;
  readonly headSha: string;
  readonly baseSha: string | undefined;
}

export interface ReaderTools {
  readonly connect: () => Promise<Connection>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

interface Shelf {
  readonly files: Map<string, Promise<string | undefined>>;
  charsLeft: number;
}

/** Readers of files beyond a change. The runs of one task share what was read, and what may be read. */
export function createRepositoryReaders() {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (taskId: string): Shelf => {
    const shelf = shelves.get(taskId) ?? { files: new Map(), charsLeft: maxChars };
    shelves.delete(taskId);
    shelves.set(taskId, shelf);
    const [oldest] = shelves.keys();
    if (shelves.size > maxTasks && oldest !== undefined) shelves.delete(oldest);
    return shelf;
  };
  return (place: RepositoryPlace, tools: ReaderTools): ReadFile => {
    const shelf = shelfOf(place.taskId);
    return async (path, side = 'head') => {
      const commit = side === 'head' ? place.headSha : place.baseSha;
      if (commit === undefined || !isInside(path)) return undefined;
      const key = `${commit}:${path}`;
      const known = shelf.files.get(key);
      if (known) return known;
      if (shelf.files.size >= maxReads || shelf.charsLeft <= 0) return undefined;
      const reading = readOnce(place, { path, commit }, tools);
      shelf.files.set(key, reading);
      const text = await reading;
      shelf.charsLeft -= text?.length ?? 0;
      return text;
    };
  };
}

/** Context is a help, not a need: a platform that fails here takes nothing from the review but this file. */
async function readOnce(
  { subjectId }: RepositoryPlace,
  { path, commit }: { readonly path: string; readonly commit: string },
  { connect, log, signal }: ReaderTools,
): Promise<string | undefined> {
  try {
    const connection = await connect();
    return await connection.fileAt?.(subjectId, commit, path, signal);
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, code: codeOf(error) }, 'file beyond the change not read');
    return undefined;
  }
}

function isInside(path: string): boolean {
  return path !== '' && !path.split('/').some((part) => part === '' || part === '.' || part === '..');
}
