import { reviewCommentJson } from '../json/review.ts';
import { checkBody, integer, integerOf, member, object, text, textOf, type Body } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { forbidden, invalidRequest, notFound } from '../http/refusal.ts';
import { created, noContent, ok, type Reply } from '../http/reply.ts';
import { fromParam, repositoryRoute, type RepositoryExchange, type Route } from '../http/route.ts';
import type { Anchor, PullIssue, ReviewComment } from '../state/model.ts';
import {
  addReview,
  addReviewComment,
  deleteReviewComment,
  editReviewComment,
  pendingReviewOf,
  replyTo,
  reviewCommentsOf,
} from '../state/reviews.ts';
import { changesOf } from '../state/pull-diff.ts';
import { mayChange } from './issue-comments.ts';
import { pullOf } from './pulls.ts';
import { commentRefusal, placeComment, reviewedCommit, wantedPlace } from './review-placement.ts';
import { secondPending, sides } from './reviews.ts';
import { checkTextSize } from './text-size.ts';

const writing = ['pull_requests:write'] as const;
const reading = ['pull_requests:read'] as const;

export const reviewCommentRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/comments',
    docs: 'pulls/comments#list-review-comments-on-a-pull-request',
    access: reading,
    handle: (exchange) => {
      const page = paginate(exchange, reviewCommentsOf(pullOf(exchange)));
      return ok(
        page.items.map((comment) => reviewCommentJson(exchange.world, comment)),
        page.headers,
      );
    },
  }),
  repositoryRoute({
    method: 'POST',
    path: '/pulls/:number/comments',
    docs: 'pulls/comments#create-a-review-comment-for-a-pull-request',
    access: writing,
    handle: create,
  }),
  repositoryRoute({
    method: 'POST',
    path: '/pulls/:number/comments/:id/replies',
    docs: 'pulls/comments#create-a-reply-for-a-review-comment',
    access: writing,
    handle: (exchange) => {
      const issue = pullOf(exchange);
      const parent = fromParam(exchange, 'id', exchange.repository.reviewComments);
      checkBody(exchange.body, { required: { body: text() } });
      return reply(exchange, issue, parent);
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/comments/:id',
    docs: 'pulls/comments#get-a-review-comment-for-a-pull-request',
    access: reading,
    handle: (exchange) => ok(reviewCommentJson(exchange.world, commentOf(exchange))),
  }),
  repositoryRoute({
    method: 'PATCH',
    path: '/pulls/comments/:id',
    docs: 'pulls/comments#update-a-review-comment-for-a-pull-request',
    access: writing,
    handle: (exchange) => {
      const comment = ownCommentOf(exchange);
      checkBody(exchange.body, { required: { body: text() } });
      editReviewComment(exchange.world, comment, exchange.actor, bodyOf(exchange));
      return ok(reviewCommentJson(exchange.world, comment));
    },
  }),
  repositoryRoute({
    method: 'DELETE',
    path: '/pulls/comments/:id',
    docs: 'pulls/comments#delete-a-review-comment-for-a-pull-request',
    access: writing,
    handle: (exchange) => {
      deleteReviewComment(exchange.world, ownCommentOf(exchange), exchange.actor);
      return noContent();
    },
  }),
];

const placed = { body: text(), commit_id: text(), path: text() };

/** The forms a new comment may have, in the order GitHub complains of them (PyGithub/PyGithub#2640, #3293). */
const forms = {
  positioned: object({ required: { ...placed, position: integer } }),
  reply: object({ required: { body: text(), in_reply_to: integer } }),
  line: object({
    required: { ...placed, line: integer },
    optional: { side: member(sides), start_line: integer, start_side: member([...sides, 'side']) },
    isClosed: true,
  }),
  file: object({
    required: { ...placed, subject_type: member(['line', 'file']) },
    optional: { side: member(sides) },
    isClosed: true,
  }),
};

function formOf(body: Body): keyof typeof forms {
  const complaints = new Set(['"positioning" wasn\'t supplied.']);
  for (const [name, form] of Object.entries(forms)) {
    const problems = form(body, '');
    if (problems.length === 0) return name as keyof typeof forms;
    for (const problem of problems) complaints.add(problem);
  }
  throw invalidRequest('No subschema in "oneOf" matched.', ...complaints);
}

/** A single comment is a review of its own, submitted at once. */
function create(exchange: RepositoryExchange): Reply {
  const { world, actor, body, repository } = exchange;
  const issue = pullOf(exchange);
  const form = formOf(body);
  if (form === 'reply') {
    const parent = repository.reviewComments.get(integerOf(body, 'in_reply_to') ?? 0);
    return reply(exchange, issue, parent);
  }
  const path = textOf(body, 'path') ?? '';
  const commitSha = reviewedCommit(issue, textOf(body, 'commit_id'));
  const anchor =
    form === 'file' ? anchorOnFile(issue, commitSha, body) : anchorOnLine(issue, commitSha, body);
  const text = bodyOf(exchange);
  if (pendingReviewOf(issue, actor)) throw secondPending();
  const review = addReview(world, issue, actor, { body: '', state: 'COMMENTED', commitSha, comments: [] });
  return created(
    reviewCommentJson(world, addReviewComment(world, review, actor, { body: text, path, anchor })),
  );
}

function anchorOnLine(issue: PullIssue, sha: string, body: Body): Anchor {
  const anchor = placeComment(issue, sha, wantedPlace(textOf(body, 'path') ?? '', body));
  if (typeof anchor === 'string') throw commentRefusal(anchor);
  return anchor;
}

function anchorOnFile(issue: PullIssue, sha: string, body: Body): Anchor {
  const isChanged = changesOf(issue, sha).some(({ path }) => path === body['path']);
  if (!isChanged) throw commentRefusal('path');
  if (body['subject_type'] !== 'file') throw commentRefusal('line');
  return { kind: 'file' };
}

/** Only the first comment of a thread can be replied to. */
function reply(exchange: RepositoryExchange, issue: PullIssue, parent: ReviewComment | undefined): Reply {
  if (!parent || parent.issue !== issue || parent.inReplyTo) throw notFound();
  const { world, actor } = exchange;
  if (pendingReviewOf(issue, actor)) throw secondPending();
  return created(reviewCommentJson(world, replyTo(world, parent, actor, bodyOf(exchange))));
}

function bodyOf({ body }: RepositoryExchange): string {
  return checkTextSize('PullRequestReviewComment', textOf(body, 'body') ?? '');
}

function commentOf(exchange: RepositoryExchange): ReviewComment {
  return fromParam(exchange, 'id', exchange.repository.reviewComments);
}

function ownCommentOf(exchange: RepositoryExchange): ReviewComment {
  const comment = commentOf(exchange);
  if (!mayChange(exchange, comment.actor)) throw forbidden('Resource not accessible by integration');
  return comment;
}
