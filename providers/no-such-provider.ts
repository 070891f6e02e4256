import { nearNames } from '#monitoring/near-names.ts';
import { manifests } from './manifests.ts';

/** What to tell somebody who named a provider that there is not: the nearest name, and all of them. */
export function noSuchProvider(id: string): string {
  const known = Object.keys(manifests);
  const near = nearNames(id, known)[0];
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `There is no provider called "${id}".${hint} Known: ${known.join(', ')}.`;
}
