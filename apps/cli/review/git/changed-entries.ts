import type { RawChange } from '#agents/contract.ts';
import type { Comparison } from './comparison.ts';
import type { Repository } from './repository.ts';

/** A file that differs between the two versions, as `git diff --raw` tells it. */
export interface ChangedEntry {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: RawChange['status'];
  /** Object id of the base content; absent where the base has no regular file. */
  readonly baseId?: string;
  /** Object id of the head content; absent for the working tree, whose ids may name objects that were never stored. */
  readonly headId?: string;
  /** Why there is no text to read, where the entry itself tells. */
  readonly unavailable?: string;
}

/** The files that differ between the versions, and for a working tree also those that git does not track yet. */
export async function changedEntries(
  repository: Repository,
  comparison: Comparison,
): Promise<readonly ChangedEntry[]> {
  const isWorkingTree = comparison.head === undefined;
  const asksUntracked = isWorkingTree && comparison.isWhole !== true;
  const [raw, untracked] = await Promise.all([
    repository.git.text(diffCommand(repository, comparison, ['--raw', '-z', '--no-abbrev'])),
    asksUntracked
      ? repository.git.text([
          'ls-files',
          '--others',
          '--exclude-standard',
          '-z',
          '--',
          ...repository.pathspec,
        ])
      : '',
  ]);
  return [...parseRaw(raw, isWorkingTree), ...untrackedEntries(untracked)];
}

/**
 * The unified hunks by path of the entries that exist on both sides, as git computes them. Where git's answer does not
 * match the entries one to one it is dropped, and the hunks are computed from the contents later.
 */
export async function patchesOf(
  repository: Repository,
  comparison: Comparison,
  entries: readonly ChangedEntry[],
): Promise<ReadonlyMap<string, string>> {
  const compared = entries.filter(({ status }) => status !== 'added' && status !== 'removed');
  if (compared.length === 0) return new Map();
  const output = await repository.git.text(
    diffCommand(repository, comparison, [
      '--patch',
      '--diff-filter=MRC',
      '--unified=3',
      '--inter-hunk-context=0',
      '--no-color',
      '--src-prefix=a/',
      '--dst-prefix=b/',
      '--submodule=short',
    ]),
  );
  const sections = `\n${output}`.split('\ndiff --git ').slice(1);
  if (sections.length !== compared.length) return new Map();
  return new Map(
    compared.flatMap(({ path }, index) => {
      const section = sections[index] ?? '';
      const hunks = section.indexOf('\n@@ ');
      return hunks === -1 ? [] : [[path, section.slice(hunks + 1)]];
    }),
  );
}

/** Renames are found among at most this many files: the search grows with its square. */
const renameLimit = 500;

/** Takes no lock, asks no submodule for its state, runs no program that attributes or configuration name. */
function diffCommand(
  repository: Repository,
  comparison: Comparison,
  options: readonly string[],
): readonly string[] {
  return [
    '--no-optional-locks',
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=dirty',
    '--no-relative',
    '--find-renames',
    `-l${renameLimit}`,
    ...options,
    comparison.base,
    ...(comparison.head === undefined ? [] : [comparison.head]),
    '--',
    ...repository.pathspec,
  ];
}

const statusWords: Readonly<Record<string, RawChange['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
  C: 'copied',
  U: 'modified',
};

interface RawRecord {
  readonly baseMode: string;
  readonly headMode: string;
  readonly baseId: string;
  readonly headId: string;
  readonly letter: string;
  readonly path: string;
  readonly previousPath?: string;
}

function parseRaw(output: string, isWorkingTree: boolean): readonly ChangedEntry[] {
  const entries = new Map<string, ChangedEntry>();
  for (const record of rawRecords(output)) {
    // A path in conflict is listed twice: as unmerged, and with what the working tree holds.
    if (record.letter === 'U' && entries.has(record.path)) continue;
    entries.set(record.path, toEntry(record, isWorkingTree));
  }
  return [...entries.values()];
}

/** `:<mode> <mode> <id> <id> <letter><score>`, then one path, or two for renames and copies; all end with NUL. */
function* rawRecords(output: string): Generator<RawRecord> {
  const fields = output.split('\0').values();
  for (const field of fields) {
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(field);
    if (!match) continue;
    const [, baseMode = '', headMode = '', baseId = '', headId = '', letter = ''] = match;
    const first = fields.next().value ?? '';
    const record = { baseMode, headMode, baseId, headId, letter };
    if (letter !== 'R' && letter !== 'C') yield { ...record, path: first };
    else yield { ...record, path: fields.next().value ?? '', previousPath: first };
  }
}

function toEntry(record: RawRecord, isWorkingTree: boolean): ChangedEntry {
  const { path, previousPath, baseMode, headMode, baseId, headId } = record;
  return {
    path,
    ...(previousPath === undefined ? {} : { previousPath }),
    ...kindOf(record),
    ...(isRegular(baseMode) ? { baseId } : {}),
    ...(!isWorkingTree && isRegular(headMode) ? { headId } : {}),
  };
}

function kindOf({ letter, baseMode, headMode }: RawRecord): Pick<ChangedEntry, 'status' | 'unavailable'> {
  const status = statusWords[letter] ?? 'modified';
  if (status === 'removed') return { status };
  if (letter === 'U') return { status, unavailable: 'an unresolved merge conflict' };
  if (headMode === '160000') return { status, unavailable: 'submodule' };
  if (headMode === '120000') return { status, unavailable: 'symlink' };
  // A link or submodule that became a file brings the whole file.
  return { status: isRegular(baseMode) ? status : 'added' };
}

function isRegular(mode: string): boolean {
  return mode.startsWith('100');
}

function untrackedEntries(output: string): readonly ChangedEntry[] {
  return output
    .split('\0')
    .filter((path) => path !== '')
    .map((path) =>
      path.endsWith('/')
        ? { path: path.slice(0, -1), status: 'added', unavailable: 'a repository of its own' }
        : { path, status: 'added' },
    );
}
