import { diffHunkTo, placesOf, type DiffPlace, type DiffPlaces, type Side } from '../git/diff-positions.ts';
import { integerOf, type Body } from '../http/fields.ts';
import { unprocessable, validationFailed, type FieldError, type Refusal } from '../http/refusal.ts';
import type { Anchor, PullIssue } from '../state/model.ts';
import { changesOf, isPartOf } from '../state/pull-diff.ts';

/** Where a comment wants to stand: a line with its side, or GitHub's older position. */
export interface WantedPlace {
  readonly path: string;
  readonly line: number | undefined;
  readonly side: Side;
  readonly startLine: number | undefined;
  readonly startSide: Side | undefined;
  readonly position: number | undefined;
}

export type PlacementProblem = 'path' | 'line' | 'position' | 'order' | 'hunk';

export function wantedPlace(path: string, body: Body): WantedPlace {
  const side = (body['side'] ?? 'RIGHT') as Side;
  const startSide = body['start_side'] as Side | 'side' | undefined;
  return {
    path,
    line: integerOf(body, 'line'),
    side,
    startLine: integerOf(body, 'start_line'),
    startSide: startSide === 'side' ? side : startSide,
    position: integerOf(body, 'position'),
  };
}

/** Finds the place in the pull request's diff up to `sha`, or says what is wrong with it. */
export function placeComment(issue: PullIssue, sha: string, wanted: WantedPlace): Anchor | PlacementProblem {
  const change = changesOf(issue, sha).find(({ path }) => path === wanted.path);
  if (!change) return 'path';
  const hunks = change.hunks ?? [];
  const places = placesOf(hunks);
  const end =
    wanted.position === undefined
      ? places.at(wanted.side, wanted.line ?? 0)
      : places.atPosition(wanted.position);
  const problem = rangeProblem(places, wanted, end);
  if (problem) return problem;
  if (!end) return wanted.position === undefined ? 'line' : 'position';
  return {
    kind: 'line',
    side: end.side,
    line: end.line,
    startSide: wanted.startLine === undefined ? undefined : wanted.startSide,
    startLine: wanted.startLine,
    position: end.position,
    diffHunk: diffHunkTo(hunks, end),
  };
}

/** A range starts before its end, says on which side, and stays in one hunk. */
function rangeProblem(
  places: DiffPlaces,
  { startLine, startSide, line, side }: WantedPlace,
  end: DiffPlace | undefined,
): PlacementProblem | undefined {
  if (startLine === undefined) return undefined;
  // Without start_side GitHub complains of the order, whatever the lines are: PyGithub/PyGithub#3294.
  if (startSide === undefined) return 'order';
  if (startSide === side && line !== undefined && startLine >= line) return 'order';
  if (!end) return undefined;
  const start = places.at(startSide, startLine);
  if (start?.hunkIndex !== end.hunkIndex) return 'hunk';
  return start.position >= end.position ? 'order' : undefined;
}

const startMessages = {
  order: 'must precede the end line.',
  hunk: 'must be part of the same hunk as the line.',
};

/** How the creation of a review tells it: without saying which comment is to blame. */
export function reviewRefusal(problems: readonly PlacementProblem[]): Refusal {
  const texts: Record<PlacementProblem, string> = {
    path: 'Path could not be resolved',
    line: 'Line could not be resolved',
    position:
      "Pull request review thread position is invalid and Pull request review thread diff hunk can't be blank",
    order: `Pull request review thread start line ${startMessages.order}`,
    hunk: `Pull request review thread start line ${startMessages.hunk}`,
  };
  return unprocessable(...new Set(problems.map((problem) => texts[problem])));
}

/** How the creation of a single comment tells the same. */
export function commentRefusal(problem: PlacementProblem): Refusal {
  if (problem === 'path' || problem === 'position') {
    return validationFailed(threadError(problem, 'invalid'), missingHunk);
  }
  if (problem === 'line') {
    return validationFailed(threadError('line', 'custom', 'must be part of the diff'), missingHunk);
  }
  return validationFailed(threadError('start_line', 'custom', startMessages[problem]));
}

/** The commit a review speaks of: the head, or any other commit of the pull request. */
export function reviewedCommit(issue: PullIssue, asked: string | undefined): string {
  const { headSha } = issue.pull;
  if (asked === undefined || asked === headSha) return headSha;
  if (isPartOf(issue, asked)) return asked;
  throw validationFailed(
    threadError('end_commit_oid', 'custom', 'is not part of the pull request'),
    missingHunk,
  );
}

const missingHunk = threadError('diff_hunk', 'missing_field');

function threadError(name: string, code: FieldError['code'], says?: string): FieldError {
  const field = `pull_request_review_thread.${name}`;
  const resource = 'PullRequestReviewComment';
  return says === undefined
    ? { resource, field, code }
    : { resource, field, code, message: `${field} ${says}` };
}
