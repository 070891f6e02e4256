import type { ModelInfo, Provider, ProviderManifest, TokenRate } from '../contract.ts';

/** One model of one opened provider that may be asked. */
export interface Candidate {
  readonly provider: Provider;
  readonly manifest: ProviderManifest;
  readonly model: string;
}

export type Price = NonNullable<ModelInfo['price']>;

/** What is known of a candidate's model, or safely assumed when the manifest does not list it. */
export interface ModelFacts {
  readonly listed: boolean;
  readonly contextTokens: number;
  /** Undefined when unknown: a cost is never made up. */
  readonly price: Price | undefined;
  /** For limits only: of a model that is not listed, the dearest price of its provider. */
  readonly assumedPrice: Price | undefined;
}

export function factsOf({ manifest, model }: Candidate): ModelFacts {
  const info = manifest.models.find(({ id }) => id === model);
  if (info) {
    return {
      listed: true,
      contextTokens: info.contextTokens,
      price: info.price,
      assumedPrice: info.price,
    };
  }
  const prices = manifest.models.flatMap(({ price }) => price ?? []);
  return {
    listed: false,
    contextTokens: Math.min(...manifest.models.map(({ contextTokens }) => contextTokens)),
    price: undefined,
    assumedPrice: prices.toSorted((one, other) => other.output - one.output)[0],
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
    contextTokens: Math.min(...candidates.map((candidate) => factsOf(candidate).contextTokens)),
  };
}
