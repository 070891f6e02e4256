import type { Actor, Anchor, PullIssue, Review, ReviewComment, ReviewState } from './model.ts';
import { recordEffect, type Effect, type World } from './world.ts';

export interface NewReview {
  readonly body: string;
  readonly state: ReviewState;
  readonly commitSha: string;
  readonly comments: readonly NewReviewComment[];
}

export interface NewReviewComment {
  readonly body: string;
  readonly path: string;
  readonly anchor: Anchor;
}

/** Creates a review with all its comments: they were checked before, so that nothing is half posted. */
export function addReview(world: World, issue: PullIssue, actor: Actor, fields: NewReview): Review {
  const review: Review = {
    id: world.nextId(),
    issue,
    actor,
    body: fields.body,
    state: fields.state,
    commitSha: fields.commitSha,
    submittedAt: fields.state === 'PENDING' ? undefined : world.now(),
  };
  issue.repository.reviews.set(review.id, review);
  recordReview(world, 'review.created', actor, review);
  for (const comment of fields.comments) addReviewComment(world, review, actor, comment);
  if (review.state !== 'PENDING') {
    world.emit({ event: 'pull_request_review', action: 'submitted', review, sender: actor.user });
  }
  return review;
}

export function addReviewComment(
  world: World,
  review: Review,
  actor: Actor,
  fields: NewReviewComment & { readonly inReplyTo?: ReviewComment },
): ReviewComment {
  const { issue } = review;
  const comment: ReviewComment = {
    id: world.nextId(),
    review,
    issue,
    actor,
    body: fields.body,
    path: fields.path,
    commitSha: review.commitSha,
    anchor: fields.anchor,
    inReplyTo: fields.inReplyTo,
    createdAt: world.now(),
    updatedAt: world.now(),
    reactions: [],
  };
  issue.repository.reviewComments.set(comment.id, comment);
  recordComment(world, 'review_comment.created', actor, comment);
  if (review.state !== 'PENDING') {
    world.emit({
      event: 'pull_request_review_comment',
      action: 'created',
      comment,
      sender: actor.user,
    });
  }
  return comment;
}

/** A reply is a review of its own that holds one comment, at the place of the first. */
export function replyTo(world: World, parent: ReviewComment, actor: Actor, body: string): ReviewComment {
  const { commitSha } = parent;
  const review = addReview(world, parent.issue, actor, {
    body: '',
    state: 'COMMENTED',
    commitSha,
    comments: [],
  });
  const { path, anchor } = parent;
  return addReviewComment(world, review, actor, { body, path, anchor, inReplyTo: parent });
}

export function editReviewComment(world: World, comment: ReviewComment, actor: Actor, body: string): void {
  comment.body = body;
  comment.updatedAt = world.now();
  recordComment(world, 'review_comment.edited', actor, comment);
}

export function deleteReviewComment(world: World, comment: ReviewComment, actor: Actor): void {
  comment.issue.repository.reviewComments.delete(comment.id);
  recordComment(world, 'review_comment.deleted', actor, comment);
}

export function submitReview(world: World, review: Review, state: ReviewState, body: string): void {
  review.state = state;
  if (body !== '') review.body = body;
  review.submittedAt = world.now();
  recordReview(world, 'review.submitted', review.actor, review);
}

export function editReview(world: World, review: Review, actor: Actor, body: string): void {
  review.body = body;
  recordReview(world, 'review.edited', actor, review);
}

export function dismissReview(world: World, review: Review, actor: Actor): void {
  review.state = 'DISMISSED';
  recordReview(world, 'review.dismissed', actor, review);
}

export function deleteReview(world: World, review: Review, actor: Actor): void {
  const { repository } = review.issue;
  repository.reviews.delete(review.id);
  for (const comment of commentsOfReview(review)) repository.reviewComments.delete(comment.id);
  recordReview(world, 'review.deleted', actor, review);
}

/** Oldest first. */
export function reviewsOf(issue: PullIssue): Review[] {
  return [...issue.repository.reviews.values()].filter((review) => review.issue === issue);
}

export function pendingReviewOf(issue: PullIssue, actor: Actor): Review | undefined {
  return reviewsOf(issue).find((review) => review.state === 'PENDING' && review.actor.user === actor.user);
}

/** Comments of a pull request that others may see: those of a pending review are its author's own. */
export function reviewCommentsOf(issue: PullIssue): ReviewComment[] {
  return [...issue.repository.reviewComments.values()].filter(
    (comment) => comment.issue === issue && comment.review.state !== 'PENDING',
  );
}

export function commentsOfReview(review: Review): ReviewComment[] {
  return [...review.issue.repository.reviewComments.values()].filter((comment) => comment.review === review);
}

function recordReview(world: World, kind: Effect['kind'], actor: Actor, review: Review): void {
  const { repository, number } = review.issue;
  recordEffect(world, kind, actor, { repository, number, id: review.id });
}

function recordComment(world: World, kind: Effect['kind'], actor: Actor, comment: ReviewComment): void {
  const { repository, number } = comment.issue;
  recordEffect(world, kind, actor, { repository, number, id: comment.id });
}
