import { placesOf } from '../git/diff-positions.ts';
import { followLine } from '../git/follow-line.ts';
import { diffLines } from '../git/line-diff.ts';
import type { Anchor, PullIssue, ReviewComment } from './model.ts';
import { changesOf } from './pull-diff.ts';

export interface CurrentPlace {
  readonly line: number;
  readonly startLine: number | undefined;
  readonly position: number;
}

/**
 * Where a line comment stands after later pushes: its line is followed into the head and must still be part of
 * the diff; otherwise the comment is outdated and `undefined` answers.
 */
export function currentPlace(comment: ReviewComment): CurrentPlace | undefined {
  const { anchor, issue, path } = comment;
  if (anchor.kind === 'file') return undefined;
  const { side } = anchor;
  const follow = followerOf(comment, anchor);
  const line = follow(anchor.line);
  const startLine = anchor.startLine === undefined ? undefined : follow(anchor.startLine);
  if (line === undefined || (anchor.startLine !== undefined && startLine === undefined)) return undefined;
  const change = changesOf(issue).find((candidate) => candidate.path === path);
  const place = placesOf(change?.hunks ?? []).at(side, line);
  return place && { line, startLine, position: place.position };
}

/** Base lines stay where they are; head lines move with what was pushed since. */
function followerOf(
  { commitSha, issue, path }: ReviewComment,
  anchor: Extract<Anchor, { kind: 'line' }>,
): (line: number) => number | undefined {
  if (anchor.side === 'LEFT' || commitSha === issue.pull.headSha) return (line) => line;
  const before = contentAt(issue, commitSha, path);
  const after = contentAt(issue, issue.pull.headSha, path);
  if (!before || !after) return () => undefined;
  const hunks = diffLines(before, after);
  return (line) => followLine(hunks, line);
}

function contentAt(issue: PullIssue, commitSha: string, path: string): Buffer | undefined {
  const { store } = issue.repository;
  const entry = store.snapshotOf(commitSha).get(path);
  return entry && store.blob(entry.sha);
}
