import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/support/repository.ts';
import type { CaseFile } from './quality-case.ts';

/** A change in which there is nothing to find. */
export interface CleanChange {
  readonly name: string;
  readonly files: readonly CaseFile[];
}

const folder = join(import.meta.dirname, 'fixtures/clean');

/** The sound files of `fixtures/clean`, each as a change that adds it. `.txt` behind another extension keeps tools away. */
export function writtenChanges(): readonly CleanChange[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = file.slice(folder.length + 1).replace(/(\.\w+)\.txt$/, '$1');
      return { name: path, files: [{ path, head: readFileSync(file, 'utf8') }] };
    });
}

/** These hold faults on purpose: sources that rules are tried on, and what tests of them expect. */
const onPurpose =
  /(^|\/)(cases|fixtures|generated|stand-ins)\/|^test\/(review-quality|attacks)|^agents\/.*\.test\.ts$/;

/**
 * What this repository's own commits changed, newest first, until `maxLines` lines of new versions have come together.
 * A reason instead where git or the history is missing, as in a shallow clone.
 */
export function historyChanges(maxLines: number): readonly CleanChange[] | { readonly skipped: string } {
  try {
    if (git(['rev-parse', '--is-shallow-repository']).trim() === 'true')
      return { skipped: 'the history of this clone is shallow: `git fetch --unshallow`' };
    return readHistory(git(['log', '--no-merges', '--format=%H', '-n', '200']).trim().split('\n'), maxLines);
  } catch (error) {
    return { skipped: `git cannot read the history: ${error instanceof Error ? error.message : 'unknown'}` };
  }
}

function readHistory(commits: readonly string[], maxLines: number): CleanChange[] {
  const changes: CleanChange[] = [];
  let lines = 0;
  for (const commit of commits) {
    if (lines >= maxLines) break;
    const files = changedFiles(commit);
    if (files.length === 0) continue;
    lines += files.reduce((sum, { base = '', head = '' }) => sum + changedLines(base, head), 0);
    changes.push({ name: commit.slice(0, 10), files });
  }
  return changes;
}

/** A commit of more files is a move or a start, and would stand for all others. */
const maxFilesEach = 40;

/** Lines that are new by their text: close enough to say when there are enough. */
function changedLines(base: string, head: string): number {
  const before = new Set(base.split('\n'));
  return head.split('\n').filter((line) => !before.has(line)).length;
}

/** `:<mode> <mode> <blob> <blob> <status>` and the path, both ended by NUL. */
const entry = /:\d+ (\d+) ([\da-f]+) ([\da-f]+) ([AM])\0([^\0]+)\0/g;

function changedFiles(commit: string): CaseFile[] {
  const listing = git(['diff-tree', '-r', '--root', '--no-renames', '--no-commit-id', '-z', commit]);
  const changed = [...listing.matchAll(entry)]
    .filter(([, mode, , , , path = '']) => mode === '100644' && !onPurpose.test(path))
    .slice(0, maxFilesEach);
  const texts = blobs(changed.flatMap(([, , from = '', to = '']) => [from, to]));
  return changed.map(([, , from = '', to = '', status, path = '']) => ({
    path,
    head: texts.get(to) ?? '',
    ...(status === 'A' ? {} : { base: texts.get(from) ?? '' }),
  }));
}

/** The texts of objects by their ids, in one process: `<id> blob <bytes>`, a line end, the bytes, a line end. */
function blobs(ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids.filter((id) => !/^0+$/.test(id)))];
  const texts = new Map<string, string>();
  const output = Buffer.from(git(['cat-file', '--batch'], `${wanted.join('\n')}\n`, 'latin1'), 'latin1');
  let offset = 0;
  for (const id of wanted) {
    const start = output.indexOf('\n', offset) + 1;
    const size = Number(output.toString('latin1', offset, start).split(' ')[2]);
    texts.set(id, output.toString('utf8', start, start + size));
    offset = start + size + 1;
  }
  return texts;
}

function git(args: readonly string[], input = '', encoding: 'utf8' | 'latin1' = 'utf8'): string {
  return execFileSync('git', args, { cwd: root, encoding, input, maxBuffer: 64 * 1024 * 1024 });
}
