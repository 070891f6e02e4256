import { commentJson } from '../json/issue.ts';
import { holdsAny, notAccessible } from '../http/access.ts';
import { checkBody, text, textOf } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { forbidden, Refusal } from '../http/refusal.ts';
import { created, noContent, ok, type Reply } from '../http/reply.ts';
import { fromParam, repositoryRoute, type RepositoryExchange, type Route } from '../http/route.ts';
import { addComment, commentsOf, deleteComment, editComment } from '../state/issues.ts';
import type { Actor, Issue, IssueComment } from '../state/model.ts';
import { roleOf } from '../state/repositories.ts';
import { checkTextSize } from './text-size.ts';

const reading = ['issues:read', 'pull_requests:read'] as const;
const writing = ['issues:write', 'pull_requests:write'] as const;

/** The conversation of issues and pull requests. */
export const issueCommentRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/issues/:number/comments',
    docs: 'issues/comments#list-issue-comments',
    access: reading,
    handle: listComments,
  }),
  repositoryRoute({
    method: 'POST',
    path: '/issues/:number/comments',
    docs: 'issues/comments#create-an-issue-comment',
    access: writing,
    handle: (exchange) => {
      const issue = issueOf(exchange);
      const comment = addComment(exchange.world, issue, exchange.actor, commentBody(exchange));
      return created(commentJson(exchange.world, comment));
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/issues/comments/:id',
    docs: 'issues/comments#get-an-issue-comment',
    access: reading,
    handle: (exchange) => ok(commentJson(exchange.world, commentOf(exchange))),
  }),
  repositoryRoute({
    method: 'PATCH',
    path: '/issues/comments/:id',
    docs: 'issues/comments#update-an-issue-comment',
    access: writing,
    handle: (exchange) => {
      const comment = ownCommentOf(exchange);
      editComment(exchange.world, comment, exchange.actor, commentBody(exchange));
      return ok(commentJson(exchange.world, comment));
    },
  }),
  repositoryRoute({
    method: 'DELETE',
    path: '/issues/comments/:id',
    docs: 'issues/comments#delete-an-issue-comment',
    access: writing,
    handle: (exchange) => {
      deleteComment(exchange.world, ownCommentOf(exchange), exchange.actor);
      return noContent();
    },
  }),
];

/** Oldest first; `since` counts edits. */
function listComments(exchange: RepositoryExchange): Reply {
  const since = Date.parse(exchange.query.get('since') ?? '');
  const comments = commentsOf(issueOf(exchange)).filter(
    ({ updatedAt }) => Number.isNaN(since) || updatedAt >= since,
  );
  const page = paginate(exchange, comments);
  return ok(
    page.items.map((comment) => commentJson(exchange.world, comment)),
    page.headers,
  );
}

/** An issue that is no pull request takes the issues permission, and can be switched off. */
export function issueOf(exchange: RepositoryExchange): Issue {
  const { repository } = exchange;
  const issue = fromParam(exchange, 'number', repository.issues);
  checkIssue(exchange, issue);
  return issue;
}

function checkIssue({ identity, repository }: RepositoryExchange, issue: Issue): void {
  if (issue.pull) return;
  if (!repository.hasIssues) throw new Refusal(410, 'Issues are disabled for this repo');
  if (!holdsAny(identity, ['issues:read'])) throw notAccessible(['issues:read']);
}

export function commentOf(exchange: RepositoryExchange): IssueComment {
  const comment = fromParam(exchange, 'id', exchange.repository.comments);
  checkIssue(exchange, comment.issue);
  return comment;
}

function ownCommentOf(exchange: RepositoryExchange): IssueComment {
  const comment = commentOf(exchange);
  if (!mayChange(exchange, comment.actor)) throw forbidden('Resource not accessible by integration');
  return comment;
}

/** Authors change their own; people with write access, anybody's. Apps with the permission may too. */
export function mayChange({ actor, repository }: RepositoryExchange, author: Actor): boolean {
  if (actor.app || author.user === actor.user) return true;
  return ['admin', 'maintain', 'write'].includes(roleOf(repository, actor.user));
}

function commentBody({ body }: RepositoryExchange): string {
  checkBody(body, { required: { body: text() } });
  return checkTextSize('IssueComment', textOf(body, 'body') ?? '');
}
