import { settingsOf } from '#monitoring/settings.ts';
import type { ProviderHost, ProviderManifest } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { modelInfoOf } from '../fits.ts';
import { isProviderId, manifests, type ProviderId } from '../manifests.ts';
import { noSuchProvider } from '../no-such-provider.ts';
import { providers } from '../registry.ts';
import { sunsetOf } from '../sunset.ts';
import { withBasePrice } from './base-price.ts';
import type { Candidate } from './candidate.ts';

type Settings = Readonly<Record<string, string>>;

export interface CandidateOptions extends ProviderHost {
  /** Ids in the order in which they are asked, and no others (`AMAS_PROVIDERS`); absent or empty = all, by name. */
  readonly order?: readonly string[] | undefined;
}

/**
 * Opens the providers whose required settings are there (a key, for most), in order.
 * @param settings by provider id, as `settingsFromEnv` reads them with the provider's manifest.
 * @throws `providers.settings_invalid`
 */
export async function candidatesFrom(
  settings: Readonly<Record<string, Settings | undefined>>,
  { order = [], ...host }: CandidateOptions,
): Promise<Candidate[]> {
  const isListed = order.length > 0;
  const ids = isListed ? order.map(knownId) : (Object.keys(manifests) as ProviderId[]).toSorted();
  const opened = ids.map(async (id) => {
    const values = settings[id];
    if (isConfigured(id, values)) return [await open(id, values, host)];
    if (isListed) host.log.warn({ provider: id }, 'provider is listed but not configured');
    return [];
  });
  return (await Promise.all(opened)).flat();
}

function isConfigured(id: ProviderId, values: Settings | undefined): values is Settings {
  const required = settingsOf(manifests[id].settings).filter((setting) => setting.required);
  return values !== undefined && required.every(({ name }) => values[name] !== undefined);
}

function knownId(id: string): ProviderId {
  if (isProviderId(id)) return id;
  throw new ProviderError('providers.settings_invalid', id, {
    publicMessage: noSuchProvider(id),
  });
}

async function open(id: ProviderId, values: Settings, host: ProviderHost): Promise<Candidate> {
  const manifest: ProviderManifest = manifests[id];
  const parsed = manifest.settings.safeParse(values);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ProviderError('providers.settings_invalid', id, { details: { fields } });
  }
  const createProvider = await providers[id]();
  const model = values['model'] ?? manifest.models[0]!.id;
  const provider = createProvider(values, host);
  const embeddingModel = provider.embed && (values['embeddingModel'] ?? manifest.embeddings?.[0]?.id);
  const now = host.clock.now();
  for (const info of [modelInfoOf(manifest, model).info, ...embeddingInfo(manifest, embeddingModel)]) {
    const sunset = sunsetOf(id, info, now);
    if (sunset)
      host.log.warn({ provider: id, model: info.id, sunset: sunset.sentence }, 'a configured model ends');
  }
  const candidate = {
    provider,
    manifest,
    model,
    ...(embeddingModel === undefined ? {} : { embeddingModel }),
  };
  return await withBasePrice(candidate, now);
}

const embeddingInfo = ({ embeddings = [] }: ProviderManifest, model: string | undefined) =>
  embeddings.filter(({ id }) => id === model);
