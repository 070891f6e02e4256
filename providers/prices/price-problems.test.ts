import { expect, it, test } from 'vitest';
import type { ProviderManifest } from '../contract.ts';
import { manifests } from '../manifests.ts';
import { loadBasePrices } from './base-prices.ts';
import { basePrices } from './base-release.ts';
import { overrides } from './overrides.ts';
import { baseProblem, isWellFormed, priceProblems } from './price-problems.ts';
import packageJson from '../../package.json' with { type: 'json' };

const read = '2026-11-20';
const now = Date.parse('2026-11-27T12:00:00Z');
const good = { input: 1, output: 2, source: 'https://example.com/prices', checkedAt: read };

test('every reviewed price can be counted with, and is of a model that its provider lists', () => {
  expect(
    Object.values(overrides).flatMap((models) =>
      Object.values(models).filter((price) => !isWellFormed(price)),
    ),
  ).toEqual([]);
  const listed = Object.values<ProviderManifest>(manifests).flatMap(({ id, models, embeddings = [] }) =>
    [...models, ...embeddings].map((model) => `${id}/${model.id}`),
  );
  const priced = Object.entries(overrides).flatMap(([id, models]) =>
    Object.keys(models).map((model) => `${id}/${model}`),
  );
  expect(priced.filter((name) => !listed.includes(name))).toEqual([]);
});

it.each<[string, unknown, string]>([
  ['below zero', { ...good, output: -1 }, 'output'],
  ['not a number', { ...good, input: Number.NaN }, 'input'],
  ['text', { ...good, input: '1' }, 'input'],
  ['absurd', { ...good, output: 1e9 }, 'output'],
  ['without output', { input: 1, source: 'x', checkedAt: read }, 'output'],
  ['without a source', { ...good, source: '' }, 'source'],
  ['with an impossible date', { ...good, checkedAt: '2026-02-30' }, 'checkedAt'],
  ['with an unknown field', { ...good, ouput: 1 }, 'ouput'],
  [
    'with hours the wrong way round',
    { ...good, peak: { input: 1, output: 1, hoursUtc: [[6, 1]] } },
    'hoursUtc',
  ],
  ['no object', null, 'entry'],
])('a price that is %s is told, and counts as unknown', (_what, price, place) => {
  expect(isWellFormed(price)).toBe(false);
  const [problem, ...more] = priceProblems(now, { acme: { m: price } });
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ provider: 'acme', model: 'm' });
  expect(problem?.problem).toMatch(/malformed and counts as unknown/);
  expect(problem?.problem).toContain(place);
});

it.each<[string, string, number, RegExp | undefined]>([
  ['fresh', read, now, undefined],
  ['on its last day', '2026-07-30', now, undefined],
  ['old', '2026-07-29', now, /121 days ago/],
  ['of the future', '2026-11-30', now, /in the future/],
  ['read by a clock that stands still at the epoch', read, 0, /in the future/],
  ['read by a clock that tells no time', read, Number.NaN, /not known/],
])('a price that is %s', (_what, checkedAt, at, problem) => {
  const found = priceProblems(at, { acme: { m: { ...good, checkedAt } } });
  if (problem) expect(found).toEqual([expect.objectContaining({ problem: expect.stringMatching(problem) })]);
  else expect(found).toEqual([]);
});

test('the base is the version whose date is stated, and its age is told', async () => {
  expect(packageJson.dependencies['@pydantic/genai-prices']).toBe(basePrices.version);
  expect(baseProblem(now)).toBeUndefined();
  expect(baseProblem(Date.parse('2027-06-01'))).toContain('days ago');
});

test('the base prices models that nobody reviewed, by tier and hour, and says from when its figures are', async () => {
  const priceOf = await loadBasePrices();
  const chat = { now, kind: 'chat' } as const;
  expect(priceOf('openai', 'gpt-4.1-mini', chat)).toEqual({
    input: 0.4,
    output: 1.6,
    cacheRead: 0.1,
    source: basePrices.source,
    checkedAt: basePrices.publishedAt,
  });
  expect(priceOf('google', 'gemini-2.5-pro', chat)).toMatchObject({
    input: 1.25,
    above: { inputTokens: 200_000, input: 2.5, output: 15 },
  });
  const night = priceOf('deepseek', 'deepseek-chat', { ...chat, now: Date.parse('2026-11-27T20:00:00Z') });
  expect(night?.input).toBeLessThan(priceOf('deepseek', 'deepseek-chat', chat)!.input);
  expect(priceOf('moonshot', 'kimi-k2', chat)).toMatchObject({ input: 0.57 });
});

test.each<[string, string, string]>([
  ['a model that it does not know', 'openai', 'gpt-99'],
  ['a provider that it does not know', 'replicate', 'gpt-4.1-mini'],
  ['a fee for each request', 'perplexity', 'sonar'],
  ['no price of output', 'openai', 'text-embedding-3-small'],
])('with %s the base knows no price, and never zero', async (_what, provider, model) => {
  expect((await loadBasePrices())(provider, model, { now, kind: 'chat' })).toBeUndefined();
});
