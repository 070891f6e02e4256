import type { RepositorySearch, SearchRepository, SearchResult } from '#agents/contract.ts';
import type { Connection, FileList } from '#bots/contract.ts';
import { codeOf } from '#monitoring/errors.ts';
import type { ReaderTools, RepositoryPlace } from './repository-reader.ts';

/** What one task may ask a platform for when it searches: no platform's own search knows a commit. */
const maxReads = 60;
const maxChars = 2_000_000;
/** Longer files are data. */
const maxBytes = 200_000;
const maxImportChars = 300;
const readsAtOnce = 6;
/** Tasks of this process whose files are remembered. */
const maxTasks = 50;

interface Shelf {
  list?: Promise<FileList | undefined>;
  readonly texts: Map<string, string | undefined>;
  charsLeft: number;
}

/** Searches of the head of a repository, by reading it. The runs of one task share what was read, and what may be read. */
export function createRepositorySearches() {
  const shelves = new Map<string, Shelf>();
  const shelfOf = (taskId: string): Shelf => {
    const shelf = shelves.get(taskId) ?? { texts: new Map(), charsLeft: maxChars };
    shelves.delete(taskId);
    shelves.set(taskId, shelf);
    const [oldest] = shelves.keys();
    if (shelves.size > maxTasks && oldest !== undefined) shelves.delete(oldest);
    return shelf;
  };
  return (place: RepositoryPlace, tools: ReaderTools): SearchRepository =>
    async (search) => {
      const shelf = shelfOf(place.taskId);
      try {
        const connection = await tools.connect();
        if (!connection.filesAt || !connection.fileAt) return undefined;
        shelf.list ??= connection.filesAt(place.subjectId, place.headSha, tools.signal);
        const list = await shelf.list;
        return list && (await searchIn(list, search, { shelf, place, tools, connection }));
      } catch (error) {
        // Another run of the task may have more luck.
        delete shelf.list;
        tools.signal.throwIfAborted();
        tools.log.warn({ err: error, code: codeOf(error) }, 'repository not searched');
        return { files: [], cut: 'the platform gave no list of its files' };
      }
    };
}

interface Ground {
  readonly shelf: Shelf;
  readonly place: RepositoryPlace;
  readonly tools: ReaderTools;
  readonly connection: Connection;
}

async function searchIn(list: FileList, search: RepositorySearch, ground: Ground): Promise<SearchResult> {
  const candidates = candidatesOf(list, search);
  const { texts } = ground.shelf;
  const missing = candidates.filter((path) => !texts.has(path));
  for (let from = 0; from < missing.length && mayRead(ground.shelf); from += readsAtOnce) {
    const group = missing.slice(from, from + Math.min(readsAtOnce, maxReads - texts.size));
    await Promise.all(group.map((path) => readInto(path, ground)));
  }
  const words = new Set(search.words);
  const files = candidates.flatMap((path) => {
    const text = texts.get(path);
    return text !== undefined && (holdsOne(text, words) || takesWhole(text, search.wholeOf))
      ? [{ path, text }]
      : [];
  });
  const read = candidates.filter((path) => texts.has(path)).length;
  const parts = [
    ...(read < candidates.length ? [`${read} of ${candidates.length} files were read`] : []),
    ...(list.isWhole ? [] : ['the platform lists a part of its files']),
  ];
  return { files, ...(parts.length === 0 ? {} : { cut: parts.join(', and ') }) };
}

const mayRead = ({ texts, charsLeft }: Shelf) => texts.size < maxReads && charsLeft > 0;

/** A file that cannot be read takes nothing from the search but itself. */
async function readInto(path: string, { shelf, place, tools, connection }: Ground): Promise<void> {
  shelf.texts.set(path, undefined);
  try {
    const text = await connection.fileAt?.(place.subjectId, place.headSha, path, tools.signal);
    shelf.texts.set(path, text);
    shelf.charsLeft -= text?.length ?? 0;
  } catch (error) {
    tools.signal.throwIfAborted();
    tools.log.warn({ err: error, code: codeOf(error) }, 'file beyond the change not read');
  }
}

/** Nobody writes these by hand. */
const notWritten = /(^|\/)(node_modules|vendor|dist|build|third_party|\.yarn)\/|\.min\.js$|\.d\.ts$/;

function candidatesOf({ files }: FileList, { extensions, near }: RepositorySearch): readonly string[] {
  const wanted = new Set(extensions);
  return files
    .filter(({ path, bytes }) => bytes <= maxBytes && !notWritten.test(path))
    .map(({ path }) => path)
    .filter((path) => wanted.has(path.slice(path.lastIndexOf('.') + 1)))
    .map((path) => ({ path, away: distance(path, near) }))
    .toSorted((one, other) => one.away - other.away)
    .map(({ path }) => path);
}

/** Folders between two files. */
function distance(one: string, other: string): number {
  const left = one.split('/').slice(0, -1);
  const right = other.split('/').slice(0, -1);
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return left.length + right.length - 2 * same;
}

/** `export * from './rows.ts'`, `from .rows import *`: whether a text takes everything of a module. */
function takesWhole(text: string, module = ''): boolean {
  if (module === '' || !text.includes(module)) return false;
  return text
    .split('\n')
    .some(
      (line) =>
        line.length <= maxImportChars &&
        line.includes(module) &&
        /^\s*(export\b[^'"]*\*|from\b.*\bimport\s+\*)/.test(line),
    );
}

function holdsOne(text: string, words: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/[\p{L}\p{N}_$]+/gu)) if (words.has(word)) return true;
  return false;
}
