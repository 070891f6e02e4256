import { expect, it } from 'vitest';
import type { CompletionRequest, ModelInfo } from './contract.ts';
import { fits, modelInfoOf } from './fits.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const model: ModelInfo = {
  id: 'm',
  contextTokens: 1_000,
  maxOutputTokens: 200,
  tools: true,
  schema: true,
  drop: [],
  source: 'a test',
  checkedAt: '2026-11-27',
};
const request: CompletionRequest = { messages: [{ role: 'user', content: 'Hi' }], maxOutputTokens: 100 };
const tool = { name: 't', description: 'd', parameters: { type: 'object' } };

it('a request that a model takes as it is has no warning', () => {
  expect(fits(request, model, { now, inputTokens: 900 })).toEqual({ ok: true, warnings: [] });
});

it.each<[string, Partial<CompletionRequest>, Partial<ModelInfo>, string]>([
  ['a temperature', { temperature: 0.5 }, { drop: ['temperature'] }, 'takes no temperature'],
  ['stop words', { stop: ['x'] }, { drop: ['stop'] }, 'takes no stop'],
  ['a long answer', { maxOutputTokens: 201 }, { contextTokens: 2_000 }, 'at most 200 tokens'],
  [
    'an answer that the question leaves less room for',
    { maxOutputTokens: 8_000 },
    { maxOutputTokens: 8_000, contextTokens: 2_100 },
    'room for an answer of 1200 tokens',
  ],
  ['a schema', { schema: { name: 's', schema: {} } }, { schema: false }, 'only asked'],
  ['a stream with tools', { tools: [tool] }, { streamsTools: false }, 'in one piece'],
])('%s is adapted with a warning that says what changes', (_what, asked, known, words) => {
  const fit = fits({ ...request, ...asked }, { ...model, ...known }, { now, stream: true, inputTokens: 900 });
  expect(fit).toEqual({ ok: true, warnings: [expect.stringContaining(words)] });
});

it.each<[string, Partial<CompletionRequest>, Partial<ModelInfo>, string]>([
  ['tools', { tools: [tool] }, { tools: false }, 'takes no tools'],
  ['context', {}, { contextTokens: 999 }, 'room for'],
  ['ended', {}, { endsAt: '2026-11-26', replacedBy: 'n' }, 'successor is n'],
])('%s: refused with a reason', (code, asked, known, words) => {
  const fit = fits({ ...request, ...asked }, { ...model, ...known }, { now, inputTokens: 900 });
  expect(fit).toEqual({ ok: false, code, reason: expect.stringContaining(words) });
});

it('tools that may not be called do not stand in the way, and a model serves to the end of its last day', () => {
  const asked = { ...request, tools: [tool], toolChoice: 'none' } as const;
  expect(fits(asked, { ...model, tools: false, endsAt: '2026-11-27' }, { now })).toMatchObject({ ok: true });
});

it('of a model that is not listed the least of its listed siblings is assumed', () => {
  const siblings = [model, { ...model, id: 'n', contextTokens: 500, tools: false, drop: ['stop'] as const }];
  expect(modelInfoOf({ models: siblings }, 'o')).toMatchObject({
    listed: false,
    info: { id: 'o', contextTokens: 500, maxOutputTokens: 200, tools: false, schema: true, drop: ['stop'] },
  });
  expect(modelInfoOf({ models: siblings }, 'n')).toEqual({ info: siblings[1], listed: true });
});
