import { reviewCommentJson, reviewJson } from '../json/review.ts';
import {
  checkBody,
  integer,
  isObject,
  list,
  member,
  object,
  text,
  textOf,
  type Body,
} from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { invalidRequest, notFound, unprocessable, validationFailed } from '../http/refusal.ts';
import { ok, type Reply } from '../http/reply.ts';
import { fromParam, repositoryRoute, type RepositoryExchange, type Route } from '../http/route.ts';
import type { PullIssue, Review, ReviewState } from '../state/model.ts';
import {
  addReview,
  commentsOfReview,
  deleteReview,
  dismissReview,
  editReview,
  pendingReviewOf,
  reviewsOf,
  submitReview,
  type NewReviewComment,
} from '../state/reviews.ts';
import { pullOf } from './pulls.ts';
import { placeComment, reviewedCommit, reviewRefusal, wantedPlace } from './review-placement.ts';
import { checkTextSize } from './text-size.ts';

type Event = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

const events: readonly Event[] = ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'];
const stateOf: Record<Event, ReviewState> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};
export const sides = ['LEFT', 'RIGHT'];
const writing = ['pull_requests:write'] as const;
const reading = ['pull_requests:read'] as const;

export const reviewRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/reviews',
    docs: 'pulls/reviews#list-reviews-for-a-pull-request',
    access: reading,
    handle: (exchange) => {
      const visible = reviewsOf(pullOf(exchange)).filter((review) => isVisible(exchange, review));
      const page = paginate(exchange, visible);
      return ok(
        page.items.map((review) => reviewJson(exchange.world, review)),
        page.headers,
      );
    },
  }),
  repositoryRoute({
    method: 'POST',
    path: '/pulls/:number/reviews',
    docs: 'pulls/reviews#create-a-review-for-a-pull-request',
    access: writing,
    handle: create,
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/reviews/:id',
    docs: 'pulls/reviews#get-a-review-for-a-pull-request',
    access: reading,
    handle: (exchange) => ok(reviewJson(exchange.world, reviewOf(exchange))),
  }),
  repositoryRoute({
    method: 'PUT',
    path: '/pulls/:number/reviews/:id',
    docs: 'pulls/reviews#update-a-review-for-a-pull-request',
    access: writing,
    handle: (exchange) => {
      const review = ownReviewOf(exchange);
      checkBody(exchange.body, { required: { body: text() } });
      const body = checkTextSize('PullRequestReview', textOf(exchange.body, 'body') ?? '');
      editReview(exchange.world, review, exchange.actor, body);
      return ok(reviewJson(exchange.world, review));
    },
  }),
  repositoryRoute({
    method: 'DELETE',
    path: '/pulls/:number/reviews/:id',
    docs: 'pulls/reviews#delete-a-pending-review-for-a-pull-request',
    access: writing,
    handle: (exchange) => {
      const review = ownReviewOf(exchange);
      if (review.state !== 'PENDING') {
        throw unprocessable('Can not delete a non-pending pull request review');
      }
      const shown = reviewJson(exchange.world, review);
      deleteReview(exchange.world, review, exchange.actor);
      return ok(shown);
    },
  }),
  repositoryRoute({
    method: 'POST',
    path: '/pulls/:number/reviews/:id/events',
    docs: 'pulls/reviews#submit-a-review-for-a-pull-request',
    access: writing,
    handle: submit,
  }),
  repositoryRoute({
    method: 'PUT',
    path: '/pulls/:number/reviews/:id/dismissals',
    docs: 'pulls/reviews#dismiss-a-review-for-a-pull-request',
    access: writing,
    handle: dismiss,
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/reviews/:id/comments',
    docs: 'pulls/reviews#list-comments-for-a-pull-request-review',
    access: reading,
    handle: (exchange) => {
      const page = paginate(exchange, commentsOfReview(reviewOf(exchange)));
      return ok(
        page.items.map((comment) => reviewCommentJson(exchange.world, comment)),
        page.headers,
      );
    },
  }),
];

/** No file comments here, and no key that is not named: `comments` items are a oneOf schema. */
const commentShape = object({
  required: { path: text(), body: text() },
  optional: {
    position: integer,
    line: integer,
    side: member(sides),
    start_line: integer,
    start_side: member(sides),
  },
  isClosed: true,
});

function create(exchange: RepositoryExchange): Reply {
  const { world, actor, body } = exchange;
  const issue = pullOf(exchange);
  checkBody(body, {
    optional: { commit_id: text(), body: text(), event: member(events), comments: list(commentShape) },
  });
  const event = events.find((known) => known === body['event']);
  const summary = reviewBody(event, textOf(body, 'body') ?? '');
  checkAuthor(exchange, issue, event);
  const commitSha = reviewedCommit(issue, textOf(body, 'commit_id'));
  const comments = placeAll(issue, commitSha, (body['comments'] ?? []) as readonly Body[]);
  if (pendingReviewOf(issue, actor)) throw secondPending();
  const state = event === undefined ? 'PENDING' : stateOf[event];
  return ok(reviewJson(world, addReview(world, issue, actor, { body: summary, state, commitSha, comments })));
}

/** All or nothing: one comment that has no place refuses the whole review. */
function placeAll(issue: PullIssue, sha: string, comments: readonly Body[]): NewReviewComment[] {
  const placed = comments.map((comment) => {
    checkNamesPlace(comment);
    const path = textOf(comment, 'path') ?? '';
    const body = checkTextSize('PullRequestReviewComment', textOf(comment, 'body') ?? '');
    return { path, body, anchor: placeComment(issue, sha, wantedPlace(path, comment)) };
  });
  const problems = placed.flatMap(({ anchor }) => (isObject(anchor) ? [] : [anchor]));
  if (problems.length > 0) throw reviewRefusal(problems);
  return placed.flatMap(({ path, body, anchor }) => (isObject(anchor) ? [{ path, body, anchor }] : []));
}

function checkNamesPlace(comment: Body): void {
  if (Object.hasOwn(comment, 'line') !== Object.hasOwn(comment, 'position')) return;
  throw invalidRequest(
    'No subschema in "oneOf" matched.',
    '"position" wasn\'t supplied.',
    '"line" wasn\'t supplied.',
  );
}

function reviewBody(event: Event | undefined, body: string): string {
  if (body !== '') return checkTextSize('PullRequestReview', body);
  if (event === 'COMMENT' || event === 'REQUEST_CHANGES') {
    throw validationFailed({ resource: 'PullRequestReview', field: 'body', code: 'missing_field' });
  }
  return body;
}

function checkAuthor({ actor }: RepositoryExchange, issue: PullIssue, event: Event | undefined): void {
  if (actor.user !== issue.user) return;
  if (event === 'APPROVE') throw unprocessable('Can not approve your own pull request');
  if (event === 'REQUEST_CHANGES') throw unprocessable('Can not request changes on your own pull request');
}

export function secondPending() {
  return unprocessable('User can only have one pending review per pull request');
}

function submit(exchange: RepositoryExchange): Reply {
  const { world, body } = exchange;
  const review = ownReviewOf(exchange);
  checkBody(body, { required: { event: member(events) }, optional: { body: text() } });
  if (review.state !== 'PENDING') throw unprocessable('Can not submit a non-pending pull request review');
  const event = body['event'] as Event;
  const summary = textOf(body, 'body') ?? '';
  reviewBody(event, summary === '' ? review.body : summary);
  checkAuthor(exchange, review.issue, event);
  submitReview(world, review, stateOf[event], summary);
  return ok(reviewJson(world, review));
}

function dismiss(exchange: RepositoryExchange): Reply {
  const { world, body, actor } = exchange;
  const review = reviewOf(exchange);
  checkBody(body, { required: { message: text() } });
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw unprocessable(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  }
  dismissReview(world, review, actor);
  return ok(reviewJson(world, review));
}

/** A pending review exists for its author alone. */
function isVisible({ actor }: RepositoryExchange, review: Review): boolean {
  return review.state !== 'PENDING' || review.actor.user === actor.user;
}

function reviewOf(exchange: RepositoryExchange): Review {
  const issue = pullOf(exchange);
  const review = fromParam(exchange, 'id', exchange.repository.reviews);
  if (review.issue !== issue || !isVisible(exchange, review)) throw notFound();
  return review;
}

function ownReviewOf(exchange: RepositoryExchange): Review {
  const review = reviewOf(exchange);
  if (review.actor.user !== exchange.actor.user) throw notFound();
  return review;
}
