import { allows, covers } from '../state/apps.ts';
import type { Repository } from '../state/model.ts';
import { findRenamed, findRepository, roleOf } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import type { ApiRequest } from './api-request.ts';
import type { RouteMatch } from './match-route.ts';
import { forbidden, notFound, Refusal } from './refusal.ts';
import type { Grant, Identity, Route } from './route.ts';

/**
 * The repository a route speaks of, after everything that can refuse it: gone, renamed, not covered, blocked,
 * permission missing, archived. `undefined` for routes of no repository.
 */
export function admitToRepository(
  world: World,
  identity: Identity,
  { route, params }: RouteMatch,
  request: ApiRequest,
): Repository | undefined {
  checkKind(identity, route);
  if (typeof route.access === 'string') return undefined;
  const { repository, isMoved } = locate(world, params);
  if (!repository || !isVisible(identity, repository)) throw notFound();
  if (isMoved) throw redirection(world, repository, request);
  if (repository.blockedStatus !== undefined) {
    const block = { reason: 'tos', created_at: null, html_url: null };
    throw new Refusal(repository.blockedStatus, 'Repository access blocked', { extra: { block } });
  }
  checkGrant(identity, route.access);
  if (request.method !== 'GET' && repository.isArchived) {
    throw forbidden('Repository was archived so is read-only.');
  }
  return repository;
}

function checkKind(identity: Identity, route: Route): void {
  if (route.access === 'installation' && identity.kind !== 'installation') {
    throw forbidden('You must authenticate with an installation access token for this resource.');
  }
  if (Array.isArray(route.access) && identity.kind === 'app') throw notAccessible();
}

function locate(
  world: World,
  { owner = '', repo = '', repositoryId }: Readonly<Record<string, string>>,
): { readonly repository: Repository | undefined; readonly isMoved: boolean } {
  const repository =
    repositoryId === undefined
      ? findRepository(world, owner, repo)
      : world.repositories.get(Number(repositoryId));
  if (repository) return { repository, isMoved: false };
  return { repository: findRenamed(world, owner, repo), isMoved: true };
}

function redirection(world: World, { id }: Repository, { method, path, query }: ApiRequest): Refusal {
  const rest = path
    .split('/')
    .slice(4)
    .map((segment) => `/${segment}`)
    .join('');
  const url = `${world.url}/repositories/${id}${rest}${query.size === 0 ? '' : `?${query.toString()}`}`;
  return new Refusal(method === 'GET' ? 301 : 307, 'Moved Permanently', {
    extra: { url },
    headers: { location: url },
  });
}

function isVisible(identity: Identity, repository: Repository): boolean {
  if (identity.kind === 'app') return false;
  if (identity.kind === 'user') return roleOf(repository, identity.actor.user) !== 'none';
  const { installation, repositoryIds } = identity.token;
  return covers(installation, repository) && (repositoryIds?.has(repository.id) ?? true);
}

function checkGrant(identity: Identity, grants: readonly Grant[]): void {
  if (identity.kind === 'user' && grants.includes('checks:write')) {
    throw forbidden('You must authenticate via a GitHub App.');
  }
  if (!holdsAny(identity, grants)) throw notAccessible(grants);
}

/** Whether the caller holds one of these permissions. People hold what their role gives; it is checked elsewhere. */
export function holdsAny(identity: Identity, grants: readonly Grant[]): boolean {
  if (identity.kind !== 'installation') return identity.kind === 'user';
  return grants.some((grant) => {
    const [name = '', level] = grant.split(':');
    return allows(identity.token.permissions, name, level === 'read' ? 'read' : 'write');
  });
}

export function notAccessible(grants: readonly Grant[] = []): Refusal {
  const accepted = grants.map((grant) => grant.replace(':', '=')).join('; ');
  return new Refusal(403, 'Resource not accessible by integration', {
    headers: accepted === '' ? {} : { 'x-accepted-github-permissions': accepted },
  });
}
