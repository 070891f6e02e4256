import { commitJson, fileJson } from '../json/commit.ts';
import { apiUrl, htmlUrl } from '../json/links.ts';
import type { Commit } from '../git/object-store.ts';
import { paginate } from '../http/pagination.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { content, ok, type Reply } from '../http/reply.ts';
import { repositoryRoute, textParam, type RepositoryExchange, type Route } from '../http/route.ts';
import type { Repository } from '../state/model.ts';
import { compareCommits, type Comparison } from '../state/pull-diff.ts';
import { resolveRef } from '../state/repositories.ts';
import { boundedDiff, diffContentType } from './pulls.ts';

const maxFiles = 300;
const maxUnpagedCommits = 250;

export const compareRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/compare/*basehead',
    docs: 'commits/commits#compare-two-commits',
    access: ['contents:read'],
    handle: compare,
  }),
];

function compare(exchange: RepositoryExchange): Reply {
  const { world, repository, mediaType } = exchange;
  const [baseName, headName, ...more] = textParam(exchange, 'basehead').split('...');
  if (!baseName || !headName || more.length > 0) throw notFound();
  const comparison = compareCommits(
    repository,
    commitNamed(exchange, baseName),
    commitNamed(exchange, headName),
  );
  if (!comparison) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  if (mediaType === 'diff') return content(diffContentType, boundedDiff(comparison.changes));

  const { ahead, behindBy, base, head } = comparison;
  const isPaged = exchange.query.has('page') || exchange.query.has('per_page');
  const page = isPaged ? paginate(exchange, ahead) : { items: ahead.slice(-maxUnpagedCommits), headers: {} };
  const url = apiUrl(world, repository, `/compare/${baseName}...${headName}`);
  const name = `${base.sha}...${head.sha}`;
  const body = {
    url,
    html_url: htmlUrl(world, repository, `/compare/${baseName}...${headName}`),
    permalink_url: htmlUrl(world, repository, `/compare/${name}`),
    diff_url: htmlUrl(world, repository, `/compare/${name}.diff`),
    patch_url: htmlUrl(world, repository, `/compare/${name}.patch`),
    base_commit: commitJson(world, repository, base),
    merge_base_commit: commitJson(world, repository, comparison.mergeBase),
    status: statusOf(ahead.length, behindBy),
    ahead_by: ahead.length,
    behind_by: behindBy,
    total_commits: ahead.length,
    commits: page.items.map((commit) => commitJson(world, repository, commit)),
    ...filesOfFirstPage(exchange, comparison),
  };
  return ok(body, page.headers);
}

/** Files come with the first page only, at most 300. */
function filesOfFirstPage(exchange: RepositoryExchange, { changes, head }: Comparison) {
  const { world, repository, query } = exchange;
  if (Number(query.get('page') ?? 1) > 1) return {};
  const shown = changes.slice(0, maxFiles);
  return { files: shown.map((change) => fileJson(world, repository, change, head.sha)) };
}

function statusOf(aheadBy: number, behindBy: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (aheadBy === 0) return behindBy === 0 ? 'identical' : 'behind';
  return behindBy === 0 ? 'ahead' : 'diverged';
}

/** A branch, a commit, or `owner:branch` of another repository in the fork network. */
function commitNamed({ world, repository }: RepositoryExchange, name: string): Commit {
  const [owner, ref] = name.includes(':') ? name.split(':', 2) : [undefined, name];
  const inNetwork = (other: Repository) =>
    other.store === repository.store && other.owner.login.toLowerCase() === owner?.toLowerCase();
  const place = owner === undefined ? repository : [...world.repositories.values()].find(inNetwork);
  const sha = place && ref !== undefined ? resolveRef(place, ref) : undefined;
  const commit = sha === undefined ? undefined : repository.store.commit(sha);
  if (!commit) throw notFound();
  return commit;
}
