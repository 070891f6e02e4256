import { Decimal } from 'decimal.js';
import { estimateInputTokens } from '../fits.ts';
import type { CompletionRequest, Price, Rates, Usage } from '../contract.ts';

const tokensPerPrice = 1_000_000;

/** US dollars for what was used; undefined when a price that it needs is unknown. */
export function costOf(usage: Usage, price: Price | undefined): Decimal | undefined {
  if (!price) return undefined;
  const rates = ratesFor(price, usage.inputUncached + usage.cacheRead + usage.cacheWrite);
  const shares: readonly (readonly [number, number | undefined])[] = [
    [usage.inputUncached, rates.input],
    [usage.cacheRead, rates.cacheRead],
    [usage.cacheWrite, rates.cacheWrite],
    [usage.output, rates.output],
  ];
  let cost = new Decimal(0);
  for (const [tokens, rate] of shares) {
    if (tokens === 0) continue;
    if (rate === undefined) return undefined;
    cost = cost.plus(new Decimal(rate).times(tokens));
  }
  return cost.dividedBy(tokensPerPrice);
}

/** What the vendor's prompt cache saved: its reads at the price of ordinary input. Undefined without reads or prices. */
export function savedByCache(usage: Usage, price: Price | undefined): number | undefined {
  if (!price || usage.cacheRead === 0) return undefined;
  const rates = ratesFor(price, usage.inputUncached + usage.cacheRead + usage.cacheWrite);
  if (rates.cacheRead === undefined || rates.cacheRead >= rates.input) return undefined;
  return new Decimal(rates.input)
    .minus(rates.cacheRead)
    .times(usage.cacheRead)
    .dividedBy(tokensPerPrice)
    .toNumber();
}

/** The most that a call can cost: all of the input written to a cache, and the whole of the allowed output. */
export function worstCaseOf(
  request: CompletionRequest,
  price: Price,
  inputTokens: number = estimateInputTokens(request),
): Decimal {
  const rates = ratesFor(price, inputTokens);
  const input = new Decimal(Math.max(rates.input, rates.cacheWrite ?? 0)).times(inputTokens);
  const output = new Decimal(rates.output).times(request.maxOutputTokens);
  return input.plus(output).dividedBy(tokensPerPrice);
}

const ratesFor = (price: Price, inputTokens: number): Rates =>
  price.above && inputTokens > price.above.inputTokens ? price.above : price;
