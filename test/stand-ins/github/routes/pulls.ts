import { commitJson, fileJson } from '../json/commit.ts';
import { pullJson, pullSummaryJson } from '../json/pull.ts';
import { unifiedDiff } from '../git/unified-diff.ts';
import type { FileChange } from '../git/tree-diff.ts';
import { checkBody, text, textOf } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { content, ok } from '../http/reply.ts';
import { fromParam, repositoryRoute, type RepositoryExchange, type Route } from '../http/route.ts';
import { editBody } from '../state/issues.ts';
import type { PullIssue } from '../state/model.ts';
import { changesOf, commitsOf } from '../state/pull-diff.ts';
import { isPull, pullsOf } from '../state/repositories.ts';
import { checkTextSize } from './text-size.ts';

/** Past these the files and commits of a pull request are not listed. */
const maxFiles = 3_000;
const maxCommits = 250;
/** Past any of these the whole diff is refused. */
const maxDiffFiles = 300;
const maxDiffLines = 20_000;
const maxDiffBytes = 1024 * 1024;

export const diffContentType = 'application/vnd.github.diff; charset=utf-8';

export const pullRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/pulls',
    docs: 'pulls/pulls#list-pull-requests',
    access: ['pull_requests:read'],
    handle: (exchange) => {
      const page = paginate(exchange, selectPulls(exchange));
      return ok(
        page.items.map((issue) => pullSummaryJson(exchange.world, issue)),
        page.headers,
      );
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number',
    docs: 'pulls/pulls#get-a-pull-request',
    access: ['pull_requests:read'],
    handle: (exchange) => {
      const issue = pullOf(exchange);
      if (exchange.mediaType !== 'diff') return ok(pullJson(exchange.world, issue));
      return content(diffContentType, boundedDiff(changesOf(issue)));
    },
  }),
  repositoryRoute({
    method: 'PATCH',
    path: '/pulls/:number',
    docs: 'pulls/pulls#update-a-pull-request',
    access: ['pull_requests:write'],
    handle: (exchange) => {
      const issue = pullOf(exchange);
      checkBody(exchange.body, { optional: { body: text() } });
      const body = textOf(exchange.body, 'body');
      if (body !== undefined) {
        editBody(exchange.world, issue, exchange.actor, checkTextSize('PullRequest', body));
      }
      return ok(pullJson(exchange.world, issue));
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/files',
    docs: 'pulls/pulls#list-pull-requests-files',
    access: ['pull_requests:read'],
    handle: (exchange) => {
      const { world, repository } = exchange;
      const issue = pullOf(exchange);
      const page = paginate(exchange, changesOf(issue).slice(0, maxFiles));
      const files = page.items.map((change) => fileJson(world, repository, change, issue.pull.headSha));
      return ok(files, page.headers);
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/pulls/:number/commits',
    docs: 'pulls/pulls#list-commits-on-a-pull-request',
    access: ['pull_requests:read'],
    handle: (exchange) => {
      const { world, repository } = exchange;
      const page = paginate(exchange, commitsOf(pullOf(exchange)).slice(0, maxCommits));
      return ok(
        page.items.map((commit) => commitJson(world, repository, commit)),
        page.headers,
      );
    },
  }),
];

/** The pull request of the path; a plain issue's number is none. */
export function pullOf(exchange: RepositoryExchange): PullIssue {
  const issue = fromParam(exchange, 'number', exchange.repository.issues);
  if (!isPull(issue)) throw notFound();
  return issue;
}

/** Newest first by default; `head` is `owner:branch`. */
function selectPulls({ repository, query }: RepositoryExchange): PullIssue[] {
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const matching = pullsOf(repository).filter(
    ({ state: current, pull }) =>
      (state === 'all' || state === current) &&
      (head === null || head === `${pull.headOwner.login}:${pull.headRef}`) &&
      (base === null || base === pull.baseRef),
  );
  return query.get('direction') === 'asc' ? matching : matching.toReversed();
}

export function boundedDiff(changes: readonly FileChange[]): string {
  if (changes.length > maxDiffFiles) throw tooLarge(`files (${maxDiffFiles})`);
  const diff = unifiedDiff(changes);
  if (diff.split('\n').length - 1 > maxDiffLines) throw tooLarge(`lines (${maxDiffLines})`);
  if (Buffer.byteLength(diff) > maxDiffBytes) throw tooLarge(`bytes (${maxDiffBytes})`);
  return diff;
}

function tooLarge(what: string): Refusal {
  return new Refusal(
    406,
    `Sorry, the diff exceeded the maximum number of ${what}. ` +
      "Consider using 'List pull requests files' API or locally cloning the repository instead.",
    {
      errors: [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }],
      docs: 'pulls/pulls#list-pull-requests-files',
    },
  );
}
