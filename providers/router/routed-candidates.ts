import { candidatesFrom, type CandidateOptions } from './candidates.ts';
import type { Candidate } from './candidate.ts';
import { modelsNamedIn } from './policy/policies.ts';
import { plainRouting, type Routing } from './policy/routing.ts';

/** Who has no file needs no YAML. */
const loadReader = () => import('./policy/read-routing.ts');

export interface RoutedCandidates {
  readonly candidates: readonly Candidate[];
  readonly routing: Routing;
}

/**
 * What a router is made of: the providers that are configured, with the models that the routing file names.
 * @throws `providers.settings_invalid`, `providers.routing_invalid`
 */
export async function routedCandidates(
  settings: Parameters<typeof candidatesFrom>[0],
  {
    routingFile,
    ...options
  }: Omit<CandidateOptions, 'models'> & { readonly routingFile: string | undefined },
): Promise<RoutedCandidates> {
  const routing = routingFile ? (await loadReader()).readRouting(routingFile) : plainRouting;
  const candidates = await candidatesFrom(settings, { ...options, models: modelsNamedIn(routing) });
  return { candidates, routing };
}
