import type { FileEntry } from './object-store.ts';
import { formatHunks } from './line-diff.ts';
import type { FileChange } from './tree-diff.ts';

/** The whole diff as `git diff` prints it, with file headers: the media type `application/vnd.github.diff`. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes.map((change) => `${fileDiff(change).join('\n')}\n`).join('');
}

function fileDiff(change: FileChange): string[] {
  const oldPath = change.previousPath ?? change.path;
  const lines = [`diff --git a/${oldPath} b/${change.path}`, ...modeLines(change)];
  if (change.previousPath !== undefined) {
    lines.push(`rename from ${change.previousPath}`, `rename to ${change.path}`);
  }
  if (change.before?.sha !== change.after?.sha) lines.push(indexLine(change.before, change.after));
  if (change.isBinary) {
    lines.push(
      `Binary files ${sideName('a', oldPath, change.before)} and ${sideName('b', change.path, change.after)} differ`,
    );
  } else if (change.hunks) {
    lines.push(
      `--- ${sideName('a', oldPath, change.before)}`,
      `+++ ${sideName('b', change.path, change.after)}`,
    );
    lines.push(formatHunks(change.hunks));
  }
  return lines;
}

function modeLines({ before, after }: FileChange): string[] {
  if (!before) return [`new file mode ${after?.mode}`];
  if (!after) return [`deleted file mode ${before.mode}`];
  return before.mode === after.mode ? [] : [`old mode ${before.mode}`, `new mode ${after.mode}`];
}

function indexLine(before: FileEntry | undefined, after: FileEntry | undefined): string {
  const ids = `index ${shortId(before)}..${shortId(after)}`;
  return before && before.mode === after?.mode ? `${ids} ${before.mode}` : ids;
}

function shortId(entry: FileEntry | undefined): string {
  return (entry?.sha ?? '0'.repeat(40)).slice(0, 7);
}

function sideName(side: 'a' | 'b', path: string, entry: FileEntry | undefined): string {
  return entry ? `${side}/${path}` : '/dev/null';
}
