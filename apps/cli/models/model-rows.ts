import type { EmbeddingModelInfo, ModelInfo, Price, ProviderManifest } from '#providers/contract.ts';
import { modelInfoOf } from '#providers/fits.ts';
import type { Candidate } from '#providers/router/candidate.ts';
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
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Every model that is known of a provider, and the one that is configured even when it is not. */
export function modelRows(scene: ModelScene): ModelRow[] {
  const { manifest, candidate, served } = scene;
  const listed = manifest.id === 'local' && served.length > 0 ? [] : manifest.models.map(({ id }) => id);
  const own =
    candidate && !(manifest.id === 'local' && candidate.model === 'default' && served.length > 0)
      ? [candidate.model]
      : [];
  const chat = [...new Set([...own, ...listed, ...(manifest.id === 'local' ? served : [])])];
  const embeddings =
    manifest.embeddings?.filter(() => manifest.id !== 'local' || candidate?.embeddingModel !== undefined) ??
    [];
  return [
    ...chat.map((model, at) => chatRow(scene, model, candidate ? (own[0] ?? served[0]) === model : at === 0)),
    ...embeddings.map((info) => embeddingRow(scene, info)),
  ];
}

function chatRow(
  { manifest, candidate, health, now }: ModelScene,
  model: string,
  isDefault: boolean,
): ModelRow {
  const { info, listed } = modelInfoOf(manifest, model);
  const base = candidate?.model === model ? candidate.basePrice?.(now) : undefined;
  return {
    ...common({ manifest, candidate, health, now }, info),
    kind: 'chat',
    isDefault,
    contextTokens: info.contextTokens,
    maxOutputTokens: info.maxOutputTokens,
    tools: info.tools,
    schema: info.schema,
    vision: info.vision ?? null,
    dimensions: null,
    price: info.price ? priceAt(info.price, now) : (base ?? null),
    listed,
  };
}

function embeddingRow({ manifest, candidate, health, now }: ModelScene, info: EmbeddingModelInfo): ModelRow {
  const id = manifest.id === 'local' ? (candidate?.embeddingModel ?? info.id) : info.id;
  return {
    ...common({ manifest, candidate, health, now }, { ...info, id }),
    kind: 'embedding',
    isDefault: (candidate?.embeddingModel ?? manifest.embeddings?.[0]?.id) === id,
    contextTokens: info.maxInputTokens ?? null,
    maxOutputTokens: null,
    tools: false,
    schema: false,
    vision: null,
    dimensions: info.dimensions ?? null,
    price: info.price ? priceAt(info.price, now) : null,
    listed: true,
  };
}

function common(
  { manifest, candidate, health, now }: Omit<ModelScene, 'served'>,
  info: Pick<ModelInfo, 'id' | 'endsAt' | 'replacedBy'>,
) {
  return {
    provider: manifest.id,
    model: info.id,
    usable: candidate !== undefined && health !== 'fails',
    end: sunsetOf(manifest.id, info, now)?.sentence ?? null,
    endsAt: info.endsAt ?? null,
    health,
  };
}
