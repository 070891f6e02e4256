import { appJson, installationJson, userJson } from '../json/account.ts';
import { timestamp } from '../json/links.ts';
import { repositoryJson } from '../json/repository.ts';
import { checkBody, integer, list, member, object, text, type Body } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { forbidden, notFound, Refusal } from '../http/refusal.ts';
import { created, noContent, ok, type Reply } from '../http/reply.ts';
import { fromParam, textParam, type Exchange, type Route } from '../http/route.ts';
import { allows, coveredRepositories, covers, mintToken, type InstallationToken } from '../state/apps.ts';
import type { App, Installation, Level, Permissions, Repository } from '../state/model.ts';
import { findRepository } from '../state/repositories.ts';

/** The app itself, its installations and their tokens. */
export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app',
    docs: 'apps/apps#get-the-authenticated-app',
    access: 'app',
    handle: (exchange) => {
      const app = appOf(exchange);
      return ok({
        ...appJson(exchange.world, app),
        installations_count: installationsOf(exchange, app).length,
      });
    },
  },
  {
    method: 'GET',
    path: '/app/installations',
    docs: 'apps/apps#list-installations-for-the-authenticated-app',
    access: 'app',
    handle: (exchange) => {
      const page = paginate(exchange, installationsOf(exchange, appOf(exchange)));
      return ok(
        page.items.map((installation) => installationJson(exchange.world, installation)),
        page.headers,
      );
    },
  },
  {
    method: 'GET',
    path: '/app/installations/:id',
    docs: 'apps/apps#get-an-installation-for-the-authenticated-app',
    access: 'app',
    handle: (exchange) => ok(installationJson(exchange.world, ownInstallation(exchange))),
  },
  {
    method: 'POST',
    path: '/app/installations/:id/access_tokens',
    docs: 'apps/apps#create-an-installation-access-token-for-an-app',
    access: 'app',
    handle: mint,
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/installation',
    docs: 'apps/apps#get-a-repository-installation-for-the-authenticated-app',
    access: 'app',
    handle: repositoryInstallation,
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    docs: 'apps/installations#list-repositories-accessible-to-the-app-installation',
    access: 'installation',
    handle: (exchange) => {
      const token = tokenOf(exchange);
      const all = accessible(exchange, token);
      const page = paginate(exchange, all);
      const repositories = page.items.map((repository) => repositoryJson(exchange.world, repository));
      const { repository_selection } = installationJson(exchange.world, token.installation);
      return ok({ total_count: all.length, repository_selection, repositories }, page.headers);
    },
  },
  {
    method: 'DELETE',
    path: '/installation/token',
    docs: 'apps/installations#revoke-an-installation-access-token',
    access: 'installation',
    handle: (exchange) => {
      exchange.world.tokens.delete(tokenOf(exchange).value);
      return noContent();
    },
  },
  {
    method: 'GET',
    path: '/users/:username',
    docs: 'users/users#get-a-user',
    access: 'any',
    handle: (exchange) => {
      const user = exchange.world.users.get(textParam(exchange, 'username').toLowerCase());
      if (!user) throw notFound();
      return ok(userJson(exchange.world, user));
    },
  },
];

function mint(exchange: Exchange): Reply {
  const { world, body, headers, tokenLagMs } = exchange;
  const installation = ownInstallation(exchange);
  if (installation.suspendedAt !== undefined) throw forbidden('This installation has been suspended');
  checkBody(body, {
    optional: {
      repositories: list(text(), 500),
      repository_ids: list(integer, 500),
      permissions: object({}),
    },
  });
  const permissions = requestedPermissions(body);
  if (permissions && !isSubset(permissions, installation.permissions)) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  const chosen = requestedRepositories(exchange, installation);
  const token = mintToken(world, installation, {
    permissions,
    repositoryIds: chosen && new Set(chosen.map(({ id }) => id)),
    isStateless: headers['x-github-stateless-s2s-token'] === 'enabled',
    lagMs: tokenLagMs,
  });
  const isSelected = chosen !== undefined || installation.repositories !== 'all';
  return created({
    token: token.value,
    expires_at: timestamp(token.expiresAt),
    permissions: token.permissions,
    repository_selection: isSelected ? 'selected' : 'all',
    ...(chosen ? { repositories: chosen.map((repository) => repositoryJson(world, repository)) } : {}),
  });
}

function requestedPermissions(body: Body): Permissions | undefined {
  const { permissions } = body;
  if (permissions === undefined) return undefined;
  const named = permissions as Readonly<Record<string, unknown>>;
  checkBody(named, {
    optional: Object.fromEntries(
      Object.keys(named).map((name) => [name, member(['read', 'write', 'admin'])]),
    ),
  });
  return named as Readonly<Record<string, Level>>;
}

function isSubset(asked: Permissions, granted: Permissions): boolean {
  return Object.entries(asked).every(([name, level]) => allows(granted, name, level));
}

/** `undefined` means every repository of the installation; so does an empty list, which is GitHub's trap. */
function requestedRepositories(exchange: Exchange, installation: Installation): Repository[] | undefined {
  const names = (exchange.body.repositories ?? []) as readonly string[];
  const ids = (exchange.body.repository_ids ?? []) as readonly number[];
  if (names.length === 0 && ids.length === 0) return undefined;
  const { world } = exchange;
  const found = [
    ...names.map((name) => findRepository(world, installation.account.login, name)),
    ...ids.map((id) => world.repositories.get(id)),
  ];
  return found.map((repository) => {
    if (repository && covers(installation, repository)) return repository;
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}

function repositoryInstallation(exchange: Exchange): Reply {
  const { world, params } = exchange;
  const repository = findRepository(world, params.owner ?? '', params.repo ?? '');
  const installation = installationsOf(exchange, appOf(exchange)).find(
    (candidate) => repository && covers(candidate, repository),
  );
  if (!installation) throw notFound();
  return ok(installationJson(world, installation));
}

export function appOf({ identity }: Exchange): App {
  if (identity.kind !== 'app') throw notFound();
  return identity.app;
}

function tokenOf({ identity }: Exchange): InstallationToken {
  if (identity.kind !== 'installation') throw notFound();
  return identity.token;
}

function accessible({ world }: Exchange, token: InstallationToken): Repository[] {
  return coveredRepositories(world, token.installation).filter(
    ({ id }) => token.repositoryIds?.has(id) ?? true,
  );
}

function installationsOf({ world }: Exchange, app: App): Installation[] {
  return [...world.installations.values()].filter((installation) => installation.app === app);
}

function ownInstallation(exchange: Exchange): Installation {
  const installation = fromParam(exchange, 'id', exchange.world.installations);
  if (installation.app !== appOf(exchange)) throw notFound();
  return installation;
}
