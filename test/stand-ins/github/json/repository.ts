import type { Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { repositoryNameJson, userJson } from './account.ts';
import { apiUrl, htmlUrl, timestamp } from './links.ts';

export function repositoryJson(world: World, repository: Repository) {
  const openIssues = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  return {
    ...repositoryNameJson(repository),
    owner: userJson(world, repository.owner),
    html_url: htmlUrl(world, repository),
    description: null,
    fork: repository.parent !== undefined,
    url: apiUrl(world, repository),
    collaborators_url: apiUrl(world, repository, '/collaborators{/collaborator}'),
    comments_url: apiUrl(world, repository, '/comments{/number}'),
    commits_url: apiUrl(world, repository, '/commits{/sha}'),
    compare_url: apiUrl(world, repository, '/compare/{base}...{head}'),
    contents_url: apiUrl(world, repository, '/contents/{+path}'),
    blobs_url: apiUrl(world, repository, '/git/blobs{/sha}'),
    trees_url: apiUrl(world, repository, '/git/trees{/sha}'),
    issue_comment_url: apiUrl(world, repository, '/issues/comments{/number}'),
    issues_url: apiUrl(world, repository, '/issues{/number}'),
    pulls_url: apiUrl(world, repository, '/pulls{/number}'),
    clone_url: `${htmlUrl(world, repository)}.git`,
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.pushedAt),
    pushed_at: timestamp(repository.pushedAt),
    homepage: null,
    size: 0,
    language: null,
    has_issues: repository.hasIssues,
    forks_count: forksOf(world, repository).length,
    archived: repository.isArchived,
    disabled: repository.blockedStatus !== undefined,
    open_issues_count: openIssues,
    license: null,
    allow_forking: true,
    is_template: false,
    topics: [],
    visibility: repository.isPrivate ? 'private' : 'public',
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** What `GET /repos/O/R` adds for a fork. */
export function repositoryDetailJson(world: World, repository: Repository) {
  const { parent } = repository;
  return {
    ...repositoryJson(world, repository),
    ...(parent ? { parent: repositoryJson(world, parent), source: repositoryJson(world, parent) } : {}),
  };
}

function forksOf(world: World, repository: Repository): Repository[] {
  return [...world.repositories.values()].filter(({ parent }) => parent === repository);
}
