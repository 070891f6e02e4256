import { nearNames } from '#monitoring/near-names.ts';
import { settingsOf } from '#monitoring/settings.ts';
import type { ProviderManifest } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { isProviderId, manifests } from '../manifests.ts';
import type { Policies } from './policy/policies.ts';
import type { Member, Pool } from './pool.ts';

export interface WantedMembers {
  readonly members: readonly Member[];
  readonly problem: ProviderError | undefined;
}

const auto = ['auto', 'auto:cheap', 'auto:fast'];

/** The members among which a wish is looked for; a problem when nobody knows what is wished for. */
export function wantedMembers(pool: Pool, want: string, { routing }: Policies): WantedMembers {
  const { members } = pool;
  const [provider = '', ...rest] = want.split('/');
  const model = rest.join('/');
  const same = members.filter(({ candidate }) => candidate.provider.id === provider);
  const isOffered = model === '' ? same.length > 0 : same.some(({ name }) => name === want);
  if (isOffered || auto.includes(want) || Object.hasOwn(routing.aliases, want)) {
    return { members, problem: undefined };
  }
  if (model !== '' && isKnown(same[0], model)) {
    return { members: [...members, ...pool.extra(provider, model)], problem: undefined };
  }
  return { members, problem: unknownModel(want, knownNames(members, Object.keys(routing.aliases))) };
}

function isKnown(member: Member | undefined, model: string): boolean {
  if (!member) return false;
  const { models, unlisted } = member.candidate.manifest;
  return unlisted !== undefined || models.some(({ id }) => id === model);
}

function knownNames(members: readonly Member[], aliases: readonly string[]): string[] {
  const listed = members.flatMap(({ candidate: { provider, manifest } }) =>
    manifest.models.map(({ id }) => `${provider.id}/${id}`),
  );
  return [...new Set([...auto, ...aliases, ...members.map(({ name }) => name), ...listed])];
}

/** A model that is only mistyped must not become a request for something that nobody priced. */
function unknownModel(want: string, known: readonly string[]): ProviderError {
  const near = nearNames(want, known);
  const hint = near.length === 0 ? elsewhere(want) : `Did you mean ${near.join(' or ')}?`;
  return new ProviderError('providers.model_not_found', 'router', {
    publicMessage: `There is no model called "${want.slice(0, 100)}" here. ${hint} A model that AMAS does not list can be named under \`models\` in the routing file.`,
    details: { near },
  });
}

/** What is wished for may be of a provider without a key, or of one whose name is mistyped too. */
function elsewhere(want: string): string {
  const provider = want.split('/', 1)[0] ?? want;
  if (isProviderId(provider)) return notSetUp(manifests[provider]);
  const all = Object.values<ProviderManifest>(manifests);
  const [near] = nearNames(
    want,
    all.flatMap(({ id, models }) => [id, ...models.map((model) => `${id}/${model.id}`)]),
  );
  const [nearProvider] = nearNames(provider, Object.keys(manifests));
  const meant = near ?? nearProvider;
  if (meant === undefined) return '`amas models` lists what there is.';
  const manifest = all.find(({ id }) => meant === id || meant.startsWith(`${id}/`))!;
  return `Did you mean ${meant}? ${notSetUp(manifest)}`;
}

function notSetUp({ title, settings }: ProviderManifest): string {
  const variables = settingsOf(settings).flatMap(({ required, env }) => (required && env ? [env] : []));
  return `${title} is used when ${variables.join(' and ')} is set; \`amas models\` lists what there is.`;
}
