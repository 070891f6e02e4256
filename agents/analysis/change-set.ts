import type { Change, ChangeSet, DeletedFile, FileCoverage, Hunk, RawChange } from '#agents/contract.ts';
import { classifyPath, classifyText, isReadLockfile } from './changes/classify.ts';
import { computeHunks } from './changes/compute-hunks.ts';
import { decodeText } from './changes/decode-text.ts';
import { languageOf } from './changes/language-of.ts';
import { maxFileBytes, maxLockfileBytes, maxPatchChars } from './changes/limits.ts';
import { linesOf } from './changes/lines.ts';
import { parseHunks } from './changes/parse-hunks.ts';

/** Settings that people write are smaller. */
const maxDeletedBytes = 100_000;

interface Texts {
  readonly base?: string;
  readonly head?: string;
}

type Outcome =
  | { readonly kind: 'change'; readonly change: Change; readonly partly?: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/**
 * Decodes the files of a change and parses their hunks. Never throws: whatever cannot be looked at is in `coverage`
 * with its reason, and every path of the input is there exactly once.
 */
export function buildChangeSet(raw: readonly RawChange[]): ChangeSet {
  const changes: Change[] = [];
  const coverage = new Map<string, FileCoverage>();
  for (const file of raw) {
    if (coverage.has(file.path)) {
      coverage.set(file.path, { path: file.path, status: 'partly', reason: 'listed-twice' });
      continue;
    }
    const outcome = read(file);
    if (outcome.kind === 'change') changes.push(outcome.change);
    coverage.set(file.path, coverageOf(file.path, outcome));
  }
  const deleted = raw.flatMap((file) => (file.status === 'removed' ? (readDeleted(file) ?? []) : []));
  return {
    changes,
    coverage: [...coverage.values()],
    ...(deleted.length === 0 ? {} : { deleted }),
  };
}

/** What a deleted file held, as far as a platform tells it, and where it is no data. */
function readDeleted(file: RawChange): DeletedFile | undefined {
  if (classifyPath(file.path) !== undefined || (file.base?.byteLength ?? 0) > maxDeletedBytes)
    return undefined;
  const texts = decode(file);
  const base = 'reason' in texts ? '' : (texts.base ?? '');
  const hunks = (file.patch === undefined ? computeHunks(base, '') : parseHunks(file.patch)) ?? [];
  const removed = hunks.flatMap(({ lines }) => lines).map(({ text }) => text);
  if (removed.length === 0) return undefined;
  return { path: file.path, baseText: base === '' ? removed.join('\n') : base, hunks };
}

function coverageOf(path: string, outcome: Outcome): FileCoverage {
  if (outcome.kind === 'skipped') return { path, status: 'skipped', reason: outcome.reason };
  return outcome.partly === undefined
    ? { path, status: 'reviewed' }
    : { path, status: 'partly', reason: outcome.partly };
}

function read(file: RawChange): Outcome {
  const reason = unreviewable(file);
  if (reason !== undefined) return skipped(reason);
  const texts = decode(file);
  if ('reason' in texts) return skipped(texts.reason);
  const byText = texts.head === undefined ? undefined : classifyText(file.path, texts.head, texts.base);
  if (byText !== undefined) return skipped(byText);
  const hunks = hunksOf(file, texts);
  if ('reason' in hunks) return skipped(hunks.reason);
  const change = toChange(file, texts, hunks);
  const partly = file.unavailable ?? (texts.head === undefined ? 'no-content' : undefined);
  return { kind: 'change', change, ...(partly === undefined ? {} : { partly }) };
}

/** Why a file is not even decoded. */
function unreviewable(file: RawChange): string | undefined {
  if (file.status === 'removed') return 'deleted';
  const hasSomething = file.patch !== undefined || file.head !== undefined;
  if (file.unavailable !== undefined && !hasSomething) return file.unavailable;
  return classifyPath(file.path) ?? (isTooLarge(file) ? 'too-large' : undefined);
}

function skipped(reason: string): Outcome & { kind: 'skipped' } {
  return { kind: 'skipped', reason };
}

function isTooLarge(file: RawChange): boolean {
  const limit = isReadLockfile(file.path) ? maxLockfileBytes : maxFileBytes;
  const bytes = Math.max(file.head?.byteLength ?? 0, file.base?.byteLength ?? 0);
  return bytes > limit || (file.patch?.length ?? 0) > maxPatchChars;
}

function decode(file: RawChange): Texts | { readonly reason: string } {
  const head = file.head === undefined ? undefined : decodeText(file.head);
  if (head?.kind === 'skipped') return { reason: head.reason };
  // A base that was binary or of another encoding compares as absent: the head is what gets reviewed.
  const base = file.base === undefined ? undefined : decodeText(file.base);
  return {
    ...(base?.kind === 'text' ? { base: base.text } : {}),
    ...(head === undefined ? {} : { head: head.text }),
  };
}

function hunksOf(file: RawChange, texts: Texts): readonly Hunk[] | { readonly reason: string } {
  if (file.patch === undefined) return hunksFromTexts(file, texts);
  const hunks = parseHunks(file.patch);
  if (hunks === undefined)
    return { reason: /^Binary files /m.test(file.patch) ? 'binary' : 'malformed-patch' };
  if (texts.head !== undefined && !matches(hunks, texts.head, 'newLine')) return { reason: 'patch-mismatch' };
  if (texts.base !== undefined && !matches(hunks, texts.base, 'oldLine')) return { reason: 'patch-mismatch' };
  return hunks;
}

function hunksFromTexts(
  file: RawChange,
  { base, head }: Texts,
): readonly Hunk[] | { readonly reason: string } {
  if (head === undefined) return { reason: 'no-content' };
  if (base === undefined && file.status !== 'added') return { reason: file.unavailable ?? 'no-patch' };
  return computeHunks(base ?? '', head) ?? { reason: 'too-large' };
}

/** Content and patch may be of different versions when a file changes under the review. */
function matches(hunks: readonly Hunk[], text: string, side: 'newLine' | 'oldLine'): boolean {
  const lines = linesOf(text);
  return hunks.every((hunk) =>
    hunk.lines.every((line) => {
      const number = line[side];
      return number === undefined || lines[number - 1] === withoutMark(line.text, number);
    }),
  );
}

/** The byte-order mark that decoding dropped from the text is still in the patch's first line. */
function withoutMark(text: string, line: number): string {
  return line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function toChange(file: RawChange, texts: Texts, hunks: readonly Hunk[]): Change {
  const language = languageOf(file.path);
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const numbers = (side: 'newLine' | 'oldLine', kind?: 'added' | 'removed') =>
    new Set(
      lines.filter((line) => kind === undefined || line.kind === kind).flatMap((line) => line[side] ?? []),
    );
  return {
    path: file.path,
    ...(file.previousPath === undefined ? {} : { previousPath: file.previousPath }),
    status: file.status,
    ...(language === undefined ? {} : { language }),
    ...(texts.base === undefined ? {} : { baseText: texts.base }),
    ...(texts.head === undefined ? {} : { headText: texts.head }),
    hunks,
    addedLines: numbers('newLine', 'added'),
    removedLines: numbers('oldLine', 'removed'),
    commentable: { old: numbers('oldLine'), new: numbers('newLine') },
  };
}
