import type { Price } from '../contract.ts';
import { overrides } from './overrides.ts';
import { isWellFormed } from './price-problems.ts';

/** The models of a provider with the prices that are reviewed for them; without one that can be read, a price is unknown. */
export const withPrices = <const Models extends readonly { readonly id: string }[]>(
  provider: string,
  models: Models,
): { readonly [At in keyof Models]: Models[At] & { readonly price?: Price } } =>
  models.map((model) => {
    const price = overrides[provider]?.[model.id];
    return price && isWellFormed(price) ? { ...model, price } : model;
  }) as unknown as { readonly [At in keyof Models]: Models[At] };
