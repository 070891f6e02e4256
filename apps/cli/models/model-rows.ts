import type { EmbeddingModelInfo, ModelInfo, Price, ProviderManifest } from '#providers/contract.ts';
import { modelInfoOf } from '#providers/fits.ts';
import type { Candidate } from '#providers/router/candidate.ts';
import { ownPriceAt, type OwnPriceTable } from '#providers/router/policy/own-prices.ts';
import { priceAt } from '#providers/router/price-at.ts';
import { sunsetOf } from '#providers/sunset.ts';

/** One line of `amas models`, and one item of its JSON. */
export interface ModelRow {
  readonly provider: string;
  readonly model: string;
  readonly kind: 'chat' | 'embedding';
  /** Whether the settings that it needs are there. */
  readonly usable: boolean;
  /** Asked when nobody names another. */
  readonly isDefault: boolean;
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly tools: boolean;
  readonly schema: boolean;
  readonly vision: boolean | null;
  readonly dimensions: number | null;
  /** US dollars per million tokens at this hour; null = not known. */
  readonly price: Price | null;
  /** Stated by the routing file. */
  readonly isOwnPrice: boolean;
  /** What is to be said of its end; null while it is far or not known. */
  readonly end: string | null;
  readonly endsAt: string | null;
  /** What the vendor said to the key; null when it was not asked. */
  readonly health: 'works' | 'doubtful' | 'away' | 'fails' | null;
  /** False: its limits are assumed. */
  readonly listed: boolean;
}

export type Health = ModelRow['health'];

export interface ModelScene {
  readonly manifest: ProviderManifest;
  /** Absent when the provider is not set up. */
  readonly candidate: Candidate | undefined;
  readonly health: Health;
  /** Served by a server of one's own. */
  readonly served: readonly string[];
  /** Of the routing file. */
  readonly ownPrices: OwnPriceTable;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Every model that is known of a provider, and those that are configured even when they are not. */
export function modelRows(scene: ModelScene): ModelRow[] {
  const { models, asked } = chatModels(scene);
  return [...models.map((model) => chatRow(scene, model, model === asked)), ...embeddingRows(scene)];
}

/** A server of one's own serves what it says, and is asked for the first of it unless one is named. */
function chatModels({ manifest, candidate, served }: ModelScene): {
  readonly models: readonly string[];
  readonly asked: string | undefined;
} {
  const listed = manifest.models.map(({ id }) => id);
  const known = manifest.id === 'local' && served.length > 0 ? served : listed;
  const named =
    candidate && !(known === served && candidate.model === 'default') ? candidate.model : known[0];
  return { models: [...new Set(named === undefined ? known : [named, ...known])], asked: named };
}

function embeddingRows(scene: ModelScene): ModelRow[] {
  const { manifest, candidate } = scene;
  const configured = candidate?.embeddingModel;
  const infos = manifest.embeddings ?? [];
  if (manifest.id === 'local')
    return configured === undefined ? [] : infos.map((info) => embeddingRow(scene, info));
  const isListed = configured === undefined || infos.some(({ id }) => id === configured);
  return [
    ...infos.map((info) => embeddingRow(scene, info)),
    ...(isListed ? [] : [unlistedEmbeddingRow(scene, configured)]),
  ];
}

function chatRow(scene: ModelScene, model: string, isDefault: boolean): ModelRow {
  const { manifest, candidate, now } = scene;
  const { info, listed } = modelInfoOf(manifest, model);
  const base = candidate?.model === model ? candidate.basePrice?.(now) : undefined;
  return {
    ...common(scene, info, info.price ? priceAt(info.price, now) : base),
    kind: 'chat',
    isDefault,
    contextTokens: info.contextTokens,
    maxOutputTokens: info.maxOutputTokens,
    tools: info.tools,
    schema: info.schema,
    vision: info.vision ?? null,
    dimensions: null,
    listed,
  };
}

function embeddingRow(scene: ModelScene, info: EmbeddingModelInfo): ModelRow {
  const { manifest, candidate, now } = scene;
  const id = manifest.id === 'local' ? (candidate?.embeddingModel ?? info.id) : info.id;
  return {
    ...common(scene, { ...info, id }, info.price && priceAt(info.price, now)),
    kind: 'embedding',
    isDefault: (candidate?.embeddingModel ?? manifest.embeddings?.[0]?.id) === id,
    contextTokens: info.maxInputTokens ?? null,
    maxOutputTokens: null,
    tools: false,
    schema: false,
    vision: null,
    dimensions: info.dimensions ?? null,
    listed: true,
  };
}

function unlistedEmbeddingRow(scene: ModelScene, id: string): ModelRow {
  return {
    ...common(scene, { id }, scene.candidate?.embeddingPrice?.(scene.now)),
    kind: 'embedding',
    isDefault: true,
    contextTokens: null,
    maxOutputTokens: null,
    tools: false,
    schema: false,
    vision: null,
    dimensions: null,
    listed: false,
  };
}

function common(
  { manifest, candidate, health, ownPrices, now }: ModelScene,
  info: Pick<ModelInfo, 'id' | 'endsAt' | 'replacedBy'>,
  usual: Price | undefined,
) {
  const own = ownPriceAt(ownPrices, { provider: manifest.id, model: info.id }, now);
  return {
    price: own ?? usual ?? null,
    isOwnPrice: own !== undefined,
    provider: manifest.id,
    model: info.id,
    usable: candidate !== undefined && health !== 'fails',
    end: sunsetOf(manifest.id, info, now)?.sentence ?? null,
    endsAt: info.endsAt ?? null,
    health,
  };
}
