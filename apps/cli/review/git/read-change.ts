import type { ContextPart, RawChange, ReadFile, SearchRepository } from '#agents/contract.ts';
import { changedEntries, patchesOf } from './changed-entries.ts';
import { chooseComparison, type Comparison, type Wanted } from './comparison.ts';
import { maxFilesOfAll, readContents } from './contents.ts';
import { createReadFile } from './read-file.ts';
import { createSearch } from './search-files.ts';
import { openRepository } from './repository.ts';
import { subjectTexts } from './subject-texts.ts';

export interface LocalChange {
  readonly files: readonly RawChange[];
  readonly comparison: Comparison;
  /** What was written beside the code. */
  readonly texts: readonly ContextPart[];
  readonly readFile: ReadFile;
  readonly search: SearchRepository;
}

export interface LocalChangeRequest extends Wanted {
  /** A folder or file: what lies outside of it is left out. The whole repository around the current folder when absent. */
  readonly path?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A computed diff of everything at once would not fit; then each file's is computed from its contents. */
const maxPatchedBytes = 64_000_000;

/** Reads the change of a local repository: a handful of processes, whatever its size, and nothing is written. */
export async function readChange(request: LocalChangeRequest): Promise<LocalChange> {
  const repository = await openRepository(request.path, request);
  const comparison = await chooseComparison(repository, request);
  const entries = await changedEntries(repository, comparison);
  const [contents, texts] = await Promise.all([
    readContents(repository, entries, {
      isWorkingTree: comparison.head === undefined,
      ...(comparison.isWhole === true ? { files: maxFilesOfAll } : {}),
    }),
    subjectTexts(repository, comparison),
  ]);
  const bytes = [...contents.values()].reduce((sum, { base }) => sum + (base?.byteLength ?? 0), 0);
  const patches =
    bytes > maxPatchedBytes ? new Map<string, string>() : await patchesOf(repository, comparison, entries);
  const files = entries.map(({ path, previousPath, status, unavailable }) => {
    const patch = patches.get(path);
    const content = contents.get(path) ?? {};
    return {
      path,
      status,
      ...(previousPath === undefined ? {} : { previousPath }),
      ...(unavailable === undefined ? {} : { unavailable }),
      ...content,
      ...(patch === undefined || content.head === undefined ? {} : { patch }),
    };
  });
  return {
    files,
    comparison,
    texts,
    readFile: createReadFile(repository, comparison),
    search: createSearch(repository, comparison),
  };
}
