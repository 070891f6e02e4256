import { describe, expect, it } from 'vitest';
import type { ModelInfo, Price, ProviderManifest, Usage } from '../contract.ts';
import { manifests } from '../manifests.ts';
import { estimateInputTokens } from '../fits.ts';
import { costOf, worstCaseOf } from './cost.ts';

const usage = (counts: Partial<Usage>): Usage => ({
  inputUncached: 0,
  cacheRead: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
  ...counts,
});

/** Those of a real model that has all of them. */
const price: Price = {
  input: 1,
  output: 5,
  cacheRead: 0.05,
  cacheWrite: 1.25,
  above: { inputTokens: 272_000, input: 2, output: 7.5, cacheRead: 0.1, cacheWrite: 2.5 },
};

describe('cost', () => {
  it.each([
    [
      'each kind of token at its price',
      { inputUncached: 100, cacheRead: 10_000, cacheWrite: 200, output: 400 },
      '0.00285',
    ],
    ['reasoning is a part of output', { output: 1_000, reasoning: 900 }, '0.005'],
    ['at the threshold the usual price holds', { inputUncached: 272_000, output: 1_000 }, '0.277'],
    ['past it the whole request costs the other', { inputUncached: 272_001, output: 1_000 }, '0.551502'],
    ['cached input counts towards it', { inputUncached: 1, cacheRead: 272_000 }, '0.027202'],
  ])('%s', (_name, counts, expected) => {
    expect(costOf(usage(counts), price)?.toString()).toBe(expected);
  });

  it('is decimal: a thousand small calls add up to the cent', () => {
    const one = costOf(usage({ inputUncached: 1 }), { input: 0.1, output: 0.2 })!;
    expect(one.times(1_000_000).toString()).toBe('0.1');
  });

  it('is unknown without a price, and when a price that it needs is missing', () => {
    expect(costOf(usage({ output: 1 }), undefined)).toBeUndefined();
    expect(costOf(usage({ cacheRead: 1 }), { input: 1, output: 1 })).toBeUndefined();
    expect(costOf(usage({ output: 1 }), { input: 1, output: 1 })?.toNumber()).toBe(0.000001);
  });
});

describe('worst case', () => {
  const request = {
    messages: [{ role: 'user', content: 'x'.repeat(3_500) }],
    maxOutputTokens: 1_000,
  } as const;

  it('is the whole input written to a cache, and all of the output', () => {
    const tokens = estimateInputTokens(request);
    expect(tokens).toBeGreaterThan(1_000);
    expect(tokens).toBeLessThan(1_030);
    expect(worstCaseOf(request, price).toNumber()).toBeCloseTo((tokens * 1.25 + 1_000 * 5) / 1e6, 12);
  });

  it('counts everything that is sent', () => {
    const tools = [{ name: 't', description: 'd'.repeat(700), parameters: {} }];
    const schema = { name: 's', schema: { description: 'd'.repeat(700) } };
    expect(estimateInputTokens({ ...request, tools })).toBeGreaterThan(estimateInputTokens(request) + 200);
    expect(estimateInputTokens({ ...request, schema })).toBeGreaterThan(estimateInputTokens(request) + 200);
    expect(estimateInputTokens({ ...request, system: 's'.repeat(700) })).toBeGreaterThan(
      estimateInputTokens(request) + 190,
    );
  });

  it('does not take a character for a quarter of a token where it is one', () => {
    const messages = [{ role: 'user', content: '天気は晴れ'.repeat(100) }] as const;
    expect(estimateInputTokens({ messages, maxOutputTokens: 1 })).toBeGreaterThan(400);
  });
});

/** Vendors that state no price per token: what a call costs is then said to be unknown. */
const priceless = ['aleph-alpha', 'hugging-face', 'replicate'];

it('every default model has a price, unless its vendor states none', () => {
  const defaults: [string, ModelInfo | undefined][] = Object.entries<ProviderManifest>(manifests).map(
    ([id, { models }]) => [id, models[0]],
  );
  const unknown = defaults.filter(
    ([, model]) => costOf(usage({ inputUncached: 1, output: 1 }), model?.price) === undefined,
  );
  expect(unknown.map(([id]) => id).toSorted()).toEqual(priceless);
});
