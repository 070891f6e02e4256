import { currentPlace } from './current-anchor.ts';
import type { Actor, PullIssue, ReviewComment } from './model.ts';
import { reviewCommentsOf } from './reviews.ts';
import { recordEffect, type World } from './world.ts';

/** A first comment beside a line, with the answers to it. */
export interface Thread {
  readonly head: ReviewComment;
  readonly comments: readonly ReviewComment[];
}

/** Oldest first. */
export function threadsOf(issue: PullIssue): Thread[] {
  const comments = reviewCommentsOf(issue);
  return comments
    .filter((comment) => !comment.inReplyTo)
    .map((head) => ({ head, comments: [head, ...comments.filter((each) => each.inReplyTo === head)] }));
}

export const isResolved = ({ head }: Thread): boolean => head.issue.repository.resolvedThreads.has(head.id);

/** Its line is no part of the diff any more. */
export const isOutdated = ({ head }: Thread): boolean =>
  head.anchor.kind === 'line' && currentPlace(head) === undefined;

/** Resolved twice, it is resolved once. */
export function resolveThread(world: World, head: ReviewComment, by: Actor): void {
  const { repository, number } = head.issue;
  if (repository.resolvedThreads.has(head.id)) return;
  repository.resolvedThreads.add(head.id);
  recordEffect(world, 'review_thread.resolved', by, { repository, number, id: head.id });
}
