import type { Exchange } from './route.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

export const defaultPerPage = 30;
export const maxPerPage = 100;

/** One page of a list and its `Link` header. Too large a page is cut to 100; nonsense means the default. */
export function paginate<T>(exchange: Exchange, all: readonly T[]): Page<T> {
  const perPage = perPageOf(exchange.query);
  const page = positive(exchange.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const links: [string, number][] = [];
  if (page > 1) links.push(['prev', Math.min(page - 1, last)]);
  if (page < last) links.push(['next', page + 1], ['last', last]);
  if (page > 1) links.push(['first', 1]);
  const link = links.map(([rel, number]) => `<${pageUrl(exchange, { page: String(number) })}>; rel="${rel}"`);
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: link.length === 0 ? {} : { link: link.join(', ') },
  };
}

export function perPageOf(query: URLSearchParams): number {
  return Math.min(positive(query.get('per_page')) ?? defaultPerPage, maxPerPage);
}

/** The same list with other parameters. Lists of a repository go by its id, so that a rename breaks no paging. */
export function pageUrl(exchange: Exchange, parameters: Readonly<Record<string, string>>): string {
  const { world, repository, path } = exchange;
  const stablePath = repository
    ? path.replace(/^\/(?:repos\/[^/]+\/[^/]+|repositories\/\d+)/, `/repositories/${repository.id}`)
    : path;
  const query = new URLSearchParams(exchange.query);
  for (const [name, value] of Object.entries(parameters)) query.set(name, value);
  return `${world.url}${stablePath}?${query.toString()}`;
}

function positive(value: string | null): number | undefined {
  return value !== null && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined;
}
