import { reactionJson } from '../json/issue.ts';
import { checkBody, member } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { notFound } from '../http/refusal.ts';
import { created, noContent, ok, type Reply } from '../http/reply.ts';
import {
  fromParam,
  numberParam,
  repositoryRoute,
  type Grant,
  type RepositoryExchange,
  type Route,
} from '../http/route.ts';
import { reactionContents, type ReactionContent } from '../state/model.ts';
import { react, reactionTarget, unreact, type ReactionTarget } from '../state/reactions.ts';
import { commentOf, issueOf } from './issue-comments.ts';

export const reactionRoutes: readonly Route[] = [
  ...routesFor({
    path: '/issues/:number/reactions',
    docsName: 'an-issue',
    reading: ['issues:read', 'pull_requests:read'],
    writing: ['issues:write', 'pull_requests:write'],
    targetOf: (exchange) => reactionTarget(issueOf(exchange)),
  }),
  ...routesFor({
    path: '/issues/comments/:id/reactions',
    docsName: 'an-issue-comment',
    reading: ['issues:read', 'pull_requests:read'],
    writing: ['issues:write', 'pull_requests:write'],
    targetOf: (exchange) => reactionTarget(commentOf(exchange)),
  }),
  ...routesFor({
    path: '/pulls/comments/:id/reactions',
    docsName: 'a-pull-request-review-comment',
    reading: ['pull_requests:read'],
    writing: ['pull_requests:write'],
    targetOf: (exchange) => reactionTarget(fromParam(exchange, 'id', exchange.repository.reviewComments)),
  }),
];

interface Kind {
  readonly path: string;
  readonly docsName: string;
  readonly reading: readonly Grant[];
  readonly writing: readonly Grant[];
  readonly targetOf: (exchange: RepositoryExchange) => ReactionTarget;
}

function routesFor({ path, docsName, reading, writing, targetOf }: Kind): Route[] {
  return [
    repositoryRoute({
      method: 'GET',
      path,
      docs: `reactions/reactions#list-reactions-for-${docsName}`,
      access: reading,
      handle: (exchange) => list(exchange, targetOf(exchange)),
    }),
    repositoryRoute({
      method: 'POST',
      path,
      docs: `reactions/reactions#create-reaction-for-${docsName}`,
      access: writing,
      handle: (exchange) => add(exchange, targetOf(exchange)),
    }),
    repositoryRoute({
      method: 'DELETE',
      path: `${path}/:reaction`,
      docs: `reactions/reactions#delete-${docsName}-reaction`,
      access: writing,
      handle: (exchange) => remove(exchange, targetOf(exchange)),
    }),
  ];
}

function list(exchange: RepositoryExchange, { reactions }: ReactionTarget): Reply {
  const content = exchange.query.get('content');
  const page = paginate(
    exchange,
    reactions.filter((reaction) => content === null || reaction.content === content),
  );
  return ok(
    page.items.map((reaction) => reactionJson(exchange.world, reaction)),
    page.headers,
  );
}

/** 201 the first time, 200 when the caller reacted so before. */
function add(exchange: RepositoryExchange, target: ReactionTarget): Reply {
  const { world, actor, body } = exchange;
  checkBody(body, { required: { content: member(reactionContents) } });
  const { reaction, isNew } = react(world, target, actor, body['content'] as ReactionContent);
  return isNew ? created(reactionJson(world, reaction)) : ok(reactionJson(world, reaction));
}

function remove(exchange: RepositoryExchange, target: ReactionTarget): Reply {
  const id = numberParam(exchange, 'reaction');
  const reaction = target.reactions.find((candidate) => candidate.id === id);
  if (!reaction || reaction.user !== exchange.actor.user) throw notFound();
  unreact(exchange.world, target, exchange.actor, reaction);
  return noContent();
}
