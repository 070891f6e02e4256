import type { Price, Provider, ProviderManifest, TokenRate } from '../contract.ts';
import { ownPriceAt, type OwnPriceTable } from './policy/own-prices.ts';
import { priceAt } from './price-at.ts';

/** One model of one opened provider that may be asked. */
export interface Candidate {
  readonly provider: Provider;
  readonly manifest: ProviderManifest;
  readonly model: string;
  /** Label of the key, where the provider has several: never the key. */
  readonly key?: string;
  /** What the bundled price list says of a model that the manifest does not price; `now` in milliseconds. */
  readonly basePrice?: (now: number) => Price | undefined;
  /** The model that makes its vectors; absent where it makes none. */
  readonly embeddingModel?: string;
  /** As `basePrice`, of that model. */
  readonly embeddingPrice?: (now: number) => Price | undefined;
  /** Where it works by its base URL; absent = as its manifest says. */
  readonly region?: string;
  /** Only asked where a policy, an alias or a caller names it. */
  readonly onlyByName?: boolean;
  /** Hears the headers of all answers to this key's calls. */
  readonly listen?: (listener: (headers: Headers) => void) => void;
}

export const nameOf = ({ provider, model }: Pick<Candidate, 'provider' | 'model'>): string =>
  `${provider.id}/${model}`;

/** What is known of a candidate's model, or safely assumed when the manifest does not list it. */
export interface ModelFacts {
  readonly listed: boolean;
  readonly contextTokens: number;
  /** Undefined when unknown: a cost is never made up. */
  readonly price: Price | undefined;
  /** For limits only: of a model that is not listed, the dearest price of its provider. */
  readonly assumedPrice: Price | undefined;
}

/** `now`: milliseconds since the epoch, for prices that change with time. `ownPrices`: of the routing file. */
export function factsOf(candidate: Candidate, now: number, ownPrices: OwnPriceTable): ModelFacts {
  const { provider, manifest, model, basePrice } = candidate;
  const own = ownPriceAt(ownPrices, { provider: provider.id, model }, now);
  const info = manifest.models.find(({ id }) => id === model) ?? manifest.unlisted;
  if (info) {
    const price = own ?? (info.price ? priceAt(info.price, now) : basePrice?.(now));
    return { listed: true, contextTokens: info.contextTokens, price, assumedPrice: price };
  }
  const known = own ?? basePrice?.(now);
  const prices = manifest.models.flatMap(({ price }) => (price ? [priceAt(price, now)] : []));
  return {
    listed: false,
    contextTokens: leastContextTokens(manifest),
    price: known,
    assumedPrice: known ?? prices.toSorted((one, other) => other.output - one.output)[0],
  };
}

/** As Claude's, whose tokenisers make the most tokens of code: who is not known may do as badly. */
const leastBytesPerToken = 2;

/** The worst of all candidates: a call may end up with any of them. */
export function tokenRateOf(candidates: readonly Candidate[]): TokenRate {
  return {
    bytesPerToken: Math.min(
      ...candidates.map(({ manifest }) => manifest.bytesPerToken ?? leastBytesPerToken),
    ),
    contextTokens: Math.min(...candidates.map(contextTokensOf)),
  };
}

const contextTokensOf = ({ manifest, model }: Candidate): number =>
  manifest.models.find(({ id }) => id === model)?.contextTokens ?? leastContextTokens(manifest);

const leastContextTokens = ({ models }: ProviderManifest): number =>
  Math.min(...models.map(({ contextTokens }) => contextTokens));
