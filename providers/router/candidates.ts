import { outboundFetch, publicFetch } from '#monitoring/http/outbound-fetch.ts';
import { rotatingSecret, settingsOf } from '#monitoring/settings.ts';
import type { ProviderHost, ProviderManifest } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { modelInfoOf } from '../fits.ts';
import { isProviderId, manifests, type ProviderId } from '../manifests.ts';
import { noSuchProvider } from '../no-such-provider.ts';
import { mayBePrivate, privateAddressProblem } from '../private-address-problem.ts';
import { providers } from '../registry.ts';
import { sunsetOf } from '../sunset.ts';
import { withBasePrice } from './base-price.ts';
import type { Candidate } from './candidate.ts';

type Settings = Readonly<Record<string, string>>;

export interface CandidateOptions extends ProviderHost {
  /** Ids in the order in which they are asked, and no others (`AMAS_PROVIDERS`); absent or empty = all, by name. */
  readonly order?: readonly string[] | undefined;
  /** `provider/model` to offer beside the usual model of each provider, to those who name them. */
  readonly models?: readonly string[];
  /** Opened before: who is to be opened with the same settings stays, with all that is known of it. */
  readonly former?: readonly Candidate[];
  /** Base URLs into the private network are refused, except where the provider's own setting allows it. */
  readonly refusePrivate?: boolean;
}

/**
 * Opens the providers whose required settings are there (a key, for most), in order.
 * @param settings by provider id, as `settingsFromEnv` reads them with the provider's manifest.
 * @throws `providers.settings_invalid`
 */
export async function candidatesFrom(
  settings: Readonly<Record<string, Settings | undefined>>,
  { order = [], models = [], former = [], refusePrivate = false, ...host }: CandidateOptions,
): Promise<Candidate[]> {
  const isListed = order.length > 0;
  const ids = isListed ? order.map(knownId) : (Object.keys(manifests) as ProviderId[]).toSorted();
  const opened = ids.map(async (id) => {
    const values = settings[id];
    if (isConfigured(id, values) && refusePrivate) await checkAddresses(id, values);
    if (isConfigured(id, values)) {
      const isGuarded = refusePrivate && !mayBePrivate(id, values);
      const reach = isGuarded && !host.fetch ? { ...host, fetch: publicFetch } : host;
      return await open(id, values, { host: reach, isGuarded, former, named: namedOf(id, models) });
    }
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

const namedOf = (id: string, models: readonly string[]): readonly string[] =>
  models.filter((name) => name.startsWith(`${id}/`)).map((name) => name.slice(id.length + 1));

interface Opening {
  readonly host: ProviderHost;
  /** It reaches the public network only. */
  readonly isGuarded: boolean;
  readonly former: readonly Candidate[];
  readonly named: readonly string[];
}

/** All that a candidate was opened with, its key too: kept apart, so that nothing shows it. */
const openedWith = new WeakMap<Candidate, string>();

/** One candidate for each model and key: each has its own rates, its own faults and its own connection. */
async function open(
  id: ProviderId,
  values: Settings,
  { host, isGuarded, named, former }: Opening,
): Promise<Candidate[]> {
  const manifest: ProviderManifest = manifests[id];
  const parsed = manifest.settings.safeParse(values);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ProviderError('providers.settings_invalid', id, { details: { fields } });
  }
  const createProvider = await providers[id]();
  const usual = values['model'] ?? manifest.models[0]!.id;
  const others = [...new Set(named)].filter((model) => model !== usual);
  warnOfEnds(manifest, [usual, ...others], host);
  const region = manifest.residency.hosts?.[URL.parse(values['baseUrl'] ?? '')?.host ?? ''];
  const opened = [usual, ...others].flatMap((model) =>
    accessesOf(values).map(async ({ key, ...own }) => {
      const told = { ...values, ...own };
      const settings = JSON.stringify([id, model, key ?? null, model === usual, isGuarded, told]);
      const same = former.find((each) => openedWith.get(each) === settings);
      if (same) return same;
      const ear = createEar(host);
      const provider = createProvider(told, { ...host, fetch: ear.fetch });
      const embeddingModel = provider.embed && (values['embeddingModel'] ?? manifest.embeddings?.[0]?.id);
      const candidate: Candidate = {
        provider,
        manifest,
        model,
        listen: ear.listen,
        ...(key === undefined ? {} : { key }),
        ...(region === undefined ? {} : { region }),
        ...(model === usual ? {} : { onlyByName: true }),
        ...(embeddingModel === undefined ? {} : { embeddingModel }),
      };
      const priced = await withBasePrice(candidate, host.clock.now());
      openedWith.set(priced, settings);
      return priced;
    }),
  );
  return await Promise.all(opened);
}

function warnOfEnds(
  manifest: ProviderManifest,
  models: readonly string[],
  { log, clock }: ProviderHost,
): void {
  const embedding = manifest.embeddings?.slice(0, 1) ?? [];
  for (const info of [...models.map((model) => modelInfoOf(manifest, model).info), ...embedding]) {
    const sunset = sunsetOf(manifest.id, info, clock.now());
    if (sunset)
      log.warn({ provider: manifest.id, model: info.id, sunset: sunset.sentence }, 'a configured model ends');
  }
}

type Access = Readonly<Partial<Record<'key' | 'apiKey' | 'baseUrl', string>>>;

/** Several servers of one's own, each with its key if it has one, are told apart by their hosts. */
function accessesOf(values: Settings): readonly Access[] {
  const servers = rotatingSecret(values['baseUrl'] ?? '');
  if (servers.length <= 1) return keysOf(values);
  const keys = rotatingSecret(values['apiKey'] ?? '');
  return servers.map((baseUrl, at) => {
    const apiKey = keys[at] ?? keys[0];
    return { key: `@${new URL(baseUrl).host}`, baseUrl, ...(apiKey === undefined ? {} : { apiKey }) };
  });
}

/** Several keys, separated by commas or line ends, are told apart by their place. */
function keysOf({ apiKey }: Settings): readonly Access[] {
  if (apiKey === undefined) return [{}];
  const keys = rotatingSecret(apiKey);
  if (keys.length <= 1) return [{ apiKey: keys[0] ?? apiKey }];
  return [...new Set(keys)].map((each, at) => ({ key: `#${at + 1}`, apiKey: each }));
}

async function checkAddresses(id: ProviderId, values: Settings): Promise<void> {
  const publicMessage = await privateAddressProblem(id, values);
  if (publicMessage !== undefined)
    throw new ProviderError('providers.settings_invalid', id, { publicMessage });
}

/** Headers are made when somebody reads them, which costs as much as all the rest of the router. */
const listenEveryMs = 200;

/** Hears headers, for what vendors state of their limits: of every refusal, and of answers now and then. */
function createEar(
  host: ProviderHost,
): Required<Pick<Candidate, 'listen'>> & { readonly fetch: typeof fetch } {
  let listener: ((headers: Headers) => void) | undefined;
  let heardAt = -Infinity;
  const send = host.fetch ?? outboundFetch;
  return {
    listen: (heard) => {
      listener = heard;
    },
    async fetch(...sent) {
      const response = await send(...sent);
      const now = host.clock.now();
      if (!listener || (response.ok && Math.abs(now - heardAt) < listenEveryMs)) return response;
      heardAt = now;
      listener(response.headers);
      return response;
    },
  };
}
