import type { Price, Rates } from '../contract.ts';
import { basePrices } from './base-release.ts';

/**
 * The price that the base knows of a model at a moment (milliseconds since the epoch), with its date. Undefined when it
 * knows none, or one of a kind that AMAS does not count (fees per request, tokens of other kinds).
 */
export type BasePriceOf = (
  provider: string,
  model: string,
  at: { now: number; kind: 'chat' | 'embedding' },
) => Price | undefined;

/** What the base calls a provider where it has another name for it. */
const baseIds: Readonly<Record<string, string>> = { moonshot: 'moonshotai' };

/** Loads the base from the package, half a megabyte: only for models that nobody reviewed. Asks nothing of a network. */
export async function loadBasePrices(): Promise<BasePriceOf> {
  const { calcPrice } = await import('@pydantic/genai-prices');
  return (provider, model, { now, kind }) => {
    const providerId = baseIds[provider] ?? provider;
    const found = calcPrice({}, model, { providerId, timestamp: new Date(now) });
    // Some providers of the base answer with a model of another vendor: whose price would hold here is a guess.
    const isOwn = found?.provider.id === providerId && found.provider.models.includes(found.model);
    if (!isOwn) return undefined;
    return toPrice(found.model_price, kind);
  };
}

type BasePrice = Readonly<Record<string, number | Tiered | undefined>>;
interface Tiered {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

/** Fees that would make a price computed from tokens too low. */
const uncounted = ['requests_kcount', 'output_reasoning_mtok', 'output_citation_mtok'];

function toPrice(found: BasePrice, kind: 'chat' | 'embedding'): Price | undefined {
  if (uncounted.some((key) => found[key] !== undefined)) return undefined;
  if (kind === 'chat' && found['output_mtok'] === undefined) return undefined;
  const starts = new Set(
    Object.values(found).flatMap((value) =>
      typeof value === 'object' ? value.tiers.map(({ start }) => start) : [],
    ),
  );
  const usual = ratesOf(found, (value) => value.base);
  if (!usual || starts.size > 1) return undefined;
  const dated = { ...usual, source: basePrices.source, checkedAt: basePrices.publishedAt };
  const [inputTokens] = starts;
  const above =
    inputTokens === undefined ? undefined : ratesOf(found, (value) => value.tiers[0]?.price ?? value.base);
  return above && inputTokens !== undefined ? { ...dated, above: { ...above, inputTokens } } : dated;
}

function ratesOf(found: BasePrice, ofTiers: (value: Tiered) => number): Rates | undefined {
  const read = (key: string) => {
    const value = found[key];
    return typeof value === 'object' ? ofTiers(value) : value;
  };
  const [input, cacheRead, cacheWrite] = [
    read('input_mtok'),
    read('cache_read_mtok'),
    read('cache_write_mtok'),
  ];
  if (input === undefined) return undefined;
  return {
    input,
    // Only embeddings come without: they have no output.
    output: read('output_mtok') ?? 0,
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
  };
}
