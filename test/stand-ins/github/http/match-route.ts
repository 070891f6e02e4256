import type { Route } from './route.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The route of a request; a wrong verb and a trailing slash match nothing, as on GitHub. `/repositories/ID`
 * stands for `/repos/OWNER/NAME`, with the id as parameter `repositoryId`.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = path.split('/').slice(1);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchPattern(route.path, segments) ?? matchById(route.path, segments);
    if (params) return { route, params };
  }
  return undefined;
}

function matchById(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const [first, id, ...rest] = segments;
  if (first !== 'repositories' || id === undefined || !pattern.startsWith('/repos/:owner/:repo'))
    return undefined;
  return matchPattern(pattern.replace('/repos/:owner/:repo', '/repositories/:repositoryId'), [
    first,
    id,
    ...rest,
  ]);
}

function matchPattern(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/').slice(1);
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      const rest = decode(segments.slice(index).join('/'));
      if (rest === undefined) return undefined;
      params[part.slice(1)] = rest;
      return params;
    }
    const segment = decode(segments[index]);
    if (segment === undefined || segment === '') return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return segments.length === wanted.length ? params : undefined;
}

function decode(segment: string | undefined): string | undefined {
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
