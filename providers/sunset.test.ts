import { expect, it, test } from 'vitest';
import { manifests } from './manifests.ts';
import type { ProviderManifest } from './contract.ts';
import { sunsetOf } from './sunset.ts';

const day = (date: string) => Date.parse(`${date}T12:00:00Z`);

it.each<[string, string | undefined]>([
  ['2026-11-14', undefined],
  ['2026-11-15', 'acme/old ends on 2027-01-14, in 60 days. Use new instead.'],
  ['2027-01-13', 'acme/old ends on 2027-01-14, tomorrow. Use new instead.'],
  ['2027-01-14', 'acme/old ends on 2027-01-14, today. Use new instead.'],
  ['2027-01-15', 'acme/old ended on 2027-01-14. Use new instead.'],
])('on %s a model that ends on 2027-01-14 is told about in time: %s', (today, sentence) => {
  const model = { id: 'old', endsAt: '2027-01-14', replacedBy: 'new' };
  expect(sunsetOf('acme', model, day(today))?.sentence).toBe(sentence);
});

/** By the real clock: this test is the alarm for whoever keeps the lists. */
test.each(Object.values<ProviderManifest>(manifests))(
  '$id: no default has ended or is known to end, and what replaces a model is listed and stays',
  ({ id, models, embeddings = [], endings = [] }) => {
    const defaults = [models[0]!, ...embeddings.slice(0, 1)];
    expect(defaults.filter((model) => sunsetOf(id, model, Date.now())?.hasEnded)).toEqual([]);
    expect(endings.filter((ending) => defaults.some((model) => model.id === ending.id))).toEqual([]);
    const listed = [...models, ...embeddings];
    for (const { replacedBy } of [...endings, ...listed]) {
      if (replacedBy === undefined) continue;
      const successor = listed.find((model) => model.id === replacedBy);
      expect(successor, replacedBy).toBeDefined();
      expect(sunsetOf(id, successor!, Date.now())).toBeUndefined();
    }
  },
);
