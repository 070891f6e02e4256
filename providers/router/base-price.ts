import { loadBasePrices } from '../prices/base-prices.ts';
import type { Candidate } from './candidate.ts';

/**
 * The candidate, with what the bundled price list says of its models that its manifest does not list; for others
 * nothing is loaded. `now`: milliseconds since the epoch.
 */
export async function withBasePrice(candidate: Candidate, now: number): Promise<Candidate> {
  const { manifest, model, embeddingModel } = candidate;
  const lists = (infos: readonly { readonly id: string }[] = [], wanted: string | undefined) =>
    wanted === undefined || manifest.unlisted !== undefined || infos.some(({ id }) => id === wanted);
  const [listsModel, listsEmbedding] = [
    lists(manifest.models, model),
    lists(manifest.embeddings, embeddingModel),
  ];
  if (listsModel && listsEmbedding) return candidate;
  const priceOf = await loadBasePrices();
  const basePrice = (at: number) => priceOf(manifest.id, model, { now: at, kind: 'chat' });
  const embeddingPrice = (at: number) =>
    priceOf(manifest.id, embeddingModel!, { now: at, kind: 'embedding' });
  // Most unlisted models are in no list either: they are looked up once, and not with every call.
  return {
    ...candidate,
    ...(!listsModel && basePrice(now) ? { basePrice } : {}),
    ...(!listsEmbedding && embeddingPrice(now) ? { embeddingPrice } : {}),
  };
}
