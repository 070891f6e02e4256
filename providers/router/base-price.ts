import { loadBasePrices } from '../prices/base-prices.ts';
import type { Candidate } from './candidate.ts';

/** The candidate, with what the bundled price list says where its manifest states no price. Others load nothing. `now`: milliseconds. */
export async function withBasePrice(candidate: Candidate, now: number): Promise<Candidate> {
  const { manifest, model } = candidate;
  const info = manifest.models.find(({ id }) => id === model) ?? manifest.unlisted;
  if (info?.price) return candidate;
  const priceOf = await loadBasePrices();
  const basePrice = (at: number) => priceOf(manifest.id, model, { now: at, kind: 'chat' });
  return basePrice(now) ? { ...candidate, basePrice } : candidate;
}
