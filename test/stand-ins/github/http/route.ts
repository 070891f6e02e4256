import type { InstallationToken } from '../state/apps.ts';
import type { Actor, App, Level, Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { Deliveries } from '../webhooks/deliveries.ts';
import type { Body } from './fields.ts';
import type { Limits } from './limits.ts';
import type { MediaType } from './media-type.ts';
import { notFound } from './refusal.ts';
import type { Reply } from './reply.ts';

/** Who calls: an app by JWT, an app through one installation, or a person by personal token. */
export type Identity =
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: InstallationToken; readonly actor: Actor }
  | { readonly kind: 'user'; readonly actor: Actor };

/** What a route may reach beside the state. */
export interface Platform {
  readonly world: World;
  readonly limits: Limits;
  readonly deliveries: Deliveries;
  /** How long a fresh installation token is still refused. */
  readonly tokenLagMs: number;
}

export interface Exchange extends Platform {
  readonly identity: Identity;
  /** Path without the query, as requested. */
  readonly path: string;
  /** Decoded values of the path's `:names`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Body;
  readonly mediaType: MediaType;
  readonly apiVersion: string;
  readonly repository: Repository | undefined;
}

export interface RepositoryExchange extends Exchange {
  readonly repository: Repository;
  readonly actor: Actor;
}

export type Grant = `${string}:${Level}`;

/**
 * `app`: a JWT. `installation`: an installation token. `any`: whoever authenticated. A list: one of these
 * permissions on the repository of the path.
 */
export type Access = 'app' | 'installation' | 'any' | readonly Grant[];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** `:name` matches one segment, `*name` the rest of the path. */
  readonly path: string;
  /** Below docs.github.com/rest, for refusals. */
  readonly docs: string;
  readonly access: Access;
  /** Costs nothing of any limit. */
  readonly isFree?: boolean;
  readonly handle: (exchange: Exchange) => Reply;
}

type RepositoryRoute = Omit<Route, 'handle' | 'access'> & {
  readonly access: readonly Grant[];
  readonly handle: (exchange: RepositoryExchange) => Reply;
};

const repositoryPrefix = '/repos/:owner/:repo';

/** A route below a repository; its path starts after `/repos/:owner/:repo`. */
export function repositoryRoute(route: RepositoryRoute): Route {
  return {
    ...route,
    path: `${repositoryPrefix}${route.path}`,
    handle: (exchange) => {
      const { repository, identity } = exchange;
      if (!repository || identity.kind === 'app') throw notFound();
      return route.handle({ ...exchange, repository, actor: identity.actor });
    },
  };
}

/** A positive whole number out of the path; anything else names nothing. */
export function numberParam(exchange: Exchange, name: string): number {
  const value = exchange.params[name] ?? '';
  if (!/^\d+$/.test(value)) throw notFound();
  return Number(value);
}

export function textParam(exchange: Exchange, name: string): string {
  return exchange.params[name] ?? '';
}

/** What a map holds under a numeric parameter of the path, or 404. */
export function fromParam<T>(exchange: Exchange, name: string, values: ReadonlyMap<number, T>): T {
  const value = values.get(numberParam(exchange, name));
  if (value === undefined) throw notFound();
  return value;
}
