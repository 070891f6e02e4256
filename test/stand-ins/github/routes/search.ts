import { issueJson } from '../json/issue.ts';
import { holdsAny, notAccessible } from '../http/access.ts';
import { validationFailed } from '../http/refusal.ts';
import { ok, type Reply } from '../http/reply.ts';
import type { Exchange, Route } from '../http/route.ts';
import { covers } from '../state/apps.ts';
import type { Issue, Repository } from '../state/model.ts';
import { findRepository, roleOf } from '../state/repositories.ts';

/** Longer queries are refused (docs.github.com, rest/search: limitations on query length). */
const maxQueryChars = 256;

/** Of the search only what names one repository: `repo:`, `is:issue`, `is:pr`, `state:`, and words, all of which must occur. */
export const searchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/search/issues',
    docs: 'search/search#search-issues-and-pull-requests',
    access: 'any',
    handle: searchIssues,
  },
];

function searchIssues(exchange: Exchange): Reply {
  const query = exchange.query.get('q') ?? '';
  if (query.trim() === '') throw validationFailed({ resource: 'Search', field: 'q', code: 'missing' });
  const { words, qualifiers } = parse(query);
  if (words.join(' ').length > maxQueryChars) {
    throw validationFailed({ resource: 'Search', field: 'q', code: 'invalid' });
  }
  const [owner = '', name = ''] = (qualifiers.get('repo') ?? '').split('/');
  const repository = findRepository(exchange.world, owner, name);
  if (!repository || !isVisible(exchange, repository)) {
    throw validationFailed({
      resource: 'Search',
      field: 'q',
      code: 'invalid',
      message:
        'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.',
    });
  }
  if (!holdsAny(exchange.identity, ['issues:read'])) throw notAccessible(['issues:read']);
  const found = [...repository.issues.values()].filter((issue) => matches(issue, words, qualifiers));
  const perPage = Math.min(Number(exchange.query.get('per_page') ?? 30), 100);
  return ok({
    total_count: found.length,
    incomplete_results: false,
    items: found.slice(0, perPage).map((issue) => ({ ...issueJson(exchange.world, issue), score: 1 })),
  });
}

function parse(query: string) {
  const qualifiers = new Map<string, string>();
  const words: string[] = [];
  for (const part of query.match(/"[^"]*"|\S+/g) ?? []) {
    const [, key, value] = /^(repo|is|state|in):(\S+)$/.exec(part) ?? [];
    if (key !== undefined && value !== undefined) qualifiers.set(key === 'is' ? `is:${value}` : key, value);
    else words.push(part.replaceAll('"', '').toLowerCase());
  }
  return { words, qualifiers };
}

function matches(issue: Issue, words: readonly string[], qualifiers: ReadonlyMap<string, string>): boolean {
  if (qualifiers.has('is:issue') && issue.pull) return false;
  if (qualifiers.has('is:pr') && !issue.pull) return false;
  const state = qualifiers.get('state');
  if (state !== undefined && state !== issue.state) return false;
  const text = `${issue.title} ${issue.body ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isVisible({ identity }: Exchange, repository: Repository): boolean {
  if (identity.kind === 'installation') return covers(identity.token.installation, repository);
  return identity.kind === 'user' && roleOf(repository, identity.actor.user) !== 'none';
}
