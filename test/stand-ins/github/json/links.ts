import type { Repository } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';

export function apiUrl(world: World, repository: Repository, rest = ''): string {
  return `${world.url}/repos/${fullName(repository)}${rest}`;
}

export function htmlUrl(world: World, repository: Repository, rest = ''): string {
  return `${world.url}/${fullName(repository)}${rest}`;
}

/** ISO 8601 in whole seconds, as GitHub writes times. */
export function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function timestampOrNull(at: number | undefined): string | null {
  return at === undefined ? null : timestamp(at);
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
