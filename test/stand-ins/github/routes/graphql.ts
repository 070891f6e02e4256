import { holdsAny } from '../http/access.ts';
import { isObject } from '../http/fields.ts';
import { ok, type Reply } from '../http/reply.ts';
import type { Exchange, Route } from '../http/route.ts';
import { nodeId } from '../json/links.ts';
import { currentPlace } from '../state/current-anchor.ts';
import type { Actor } from '../state/model.ts';
import { covers } from '../state/apps.ts';
import { findRepository, isPull } from '../state/repositories.ts';
import { isOutdated, isResolved, resolveThread, threadsOf, type Thread } from '../state/threads.ts';

/**
 * The two questions that AMAS asks in GraphQL, because REST knows no threads. Any other query is refused as one that
 * cannot be parsed; refusals come with status 200, as GitHub sends them (github/gh-aw#35726).
 */
export const graphqlRoutes: readonly Route[] = [
  { method: 'POST', path: '/graphql', docs: 'graphql', access: 'installation', handle: answer },
];

class Refused extends Error {
  readonly type: string | undefined;

  constructor(type: string | undefined, message: string) {
    super(message);
    this.type = type;
  }
}

function answer(exchange: Exchange): Reply {
  const { query, variables } = exchange.body;
  const values = isObject(variables) ? variables : {};
  try {
    if (typeof query !== 'string')
      throw new Refused(undefined, 'A query attribute must be specified and must be a string.');
    if (/^query\b[^]*reviewThreads\(/.test(query)) return ok({ data: threadsPage(exchange, query, values) });
    if (/^mutation\b[^]*resolveReviewThread\(/.test(query)) return ok({ data: resolve(exchange, values) });
    throw new Refused(undefined, 'Parse error on "query"');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { type, message } = error;
    return ok({
      data: null,
      errors: [{ ...(type === undefined ? {} : { type }), path: ['query'], message }],
    });
  }
}

type Values = Readonly<Record<string, unknown>>;

function threadsPage(exchange: Exchange, query: string, { owner, repo, number, after }: Values) {
  const first = sizeOf(query, 'reviewThreads');
  const commentCount = sizeOf(query, 'comments');
  const repository = findRepository(exchange.world, String(owner), String(repo));
  const { identity } = exchange;
  const isCovered =
    identity.kind === 'installation' && repository && covers(identity.token.installation, repository);
  if (!repository || !isCovered) {
    throw new Refused(
      'NOT_FOUND',
      `Could not resolve to a Repository with the name '${String(owner)}/${String(repo)}'.`,
    );
  }
  if (!holdsAny(identity, ['pull_requests:read'])) throw forbidden();
  const issue = repository.issues.get(Number(number));
  if (!issue || !isPull(issue)) {
    throw new Refused(
      'NOT_FOUND',
      `Could not resolve to a PullRequest with the number of ${String(number)}.`,
    );
  }
  const all = threadsOf(issue);
  const start = typeof after === 'string' ? Number(Buffer.from(after, 'base64url').toString()) : 0;
  const page = all.slice(start, start + first);
  const end = start + page.length;
  return {
    repository: {
      pullRequest: {
        reviewThreads: {
          pageInfo: {
            hasNextPage: end < all.length,
            endCursor: page.length === 0 ? null : Buffer.from(String(end)).toString('base64url'),
          },
          nodes: page.map((thread) => threadNode(thread, commentCount)),
        },
      },
    },
  };
}

/** Lists have to say how much they want, from 1 to 100. */
function sizeOf(query: string, list: string): number {
  const size = Number(new RegExp(`${list}\\(first: (\\d+)`).exec(query)?.[1] ?? Number.NaN);
  if (size >= 1 && size <= 100) return size;
  throw new Refused(
    Number.isNaN(size) ? 'MISSING_PAGINATION_BOUNDARIES' : 'EXCESSIVE_PAGINATION',
    `\`first\` on the \`${list}\` connection must be from 1 to 100.`,
  );
}

function threadNode(thread: Thread, commentCount: number) {
  const { head, comments } = thread;
  const { anchor } = head;
  return {
    id: nodeId('PRRT', head.id),
    isResolved: isResolved(thread),
    isOutdated: isOutdated(thread),
    path: head.path,
    line: currentPlace(head)?.line ?? null,
    originalLine: anchor.kind === 'line' ? anchor.line : null,
    comments: {
      totalCount: comments.length,
      nodes: comments
        .slice(0, commentCount)
        .map(({ body, actor }) => ({ body, author: { login: loginOf(actor) } })),
    },
  };
}

/** GraphQL leaves out the ending that REST gives bots. */
const loginOf = ({ user }: Actor): string => user.login.replace(/\[bot\]$/, '');

/** The right to write pull requests is not enough. */
function resolve({ world, identity }: Exchange, { threadId }: Values) {
  const id = String(threadId);
  for (const repository of world.repositories.values()) {
    const head = [...repository.reviewComments.values()].find(
      (comment) => !comment.inReplyTo && nodeId('PRRT', comment.id) === id,
    );
    if (!head) continue;
    if (identity.kind !== 'installation' || !holdsAny(identity, ['contents:write'])) throw forbidden();
    resolveThread(world, head, identity.actor);
    return { resolveReviewThread: { thread: { id, isResolved: true } } };
  }
  throw new Refused('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

const forbidden = () => new Refused('FORBIDDEN', 'Resource not accessible by integration');
