import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Clock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type {
  EmbeddingModelInfo,
  EmbeddingRequest,
  Provider,
  ProviderManifest,
} from '#providers/contract.ts';
import { manifests } from '#providers/manifests.ts';
import { tokensOf, vectorOf } from '#test/stand-ins/providers/embeddings.ts';
import { servedEmbeddings } from '#test/stand-ins/providers/local.ts';
import type { ScriptedAnswer } from '#test/stand-ins/providers/scripted-answer.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { suiteNow, vendors, type Vendor } from './provider-vendors.ts';

const clock: Clock = { now: () => suiteNow, sleep: (ms) => wait(ms) };
const never = new AbortController().signal;

/** What each vendor is told of a purpose, somewhere in the body. */
const purposeWords: Readonly<Record<string, readonly [query: string, document: string]>> = {
  cohere: ['search_query', 'search_document'],
  google: ['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT'],
  together: ['Instruct: ', '"a cat"'],
  fireworks: ['search_query: a cat', 'search_document: a cat'],
  'hugging-face': ['query: a cat', 'passage: a cat'],
};
/** Usage is not told by these. */
const silent = new Set(['hugging-face']);

const embedding = vendors.flatMap((vendor): (Vendor & { info: EmbeddingModelInfo })[] => {
  const manifest: ProviderManifest = vendor.manifest;
  const [info] = manifest.embeddings ?? [];
  if (!info) return [];
  const id = manifest.id === 'local' ? servedEmbeddings : info.id;
  return [{ ...vendor, info: { ...info, id } }];
});

test('the eight vendors that have embeddings are held to the contract', () => {
  const having = Object.values<ProviderManifest>(manifests).filter(({ embeddings }) => embeddings);
  expect(embedding.map(({ manifest }) => manifest.id).toSorted()).toEqual(
    having.map(({ id }) => id).toSorted(),
  );
  expect(having).toHaveLength(8);
});

describe.each(embedding)('$manifest.id', (vendor) => {
  const { info, manifest } = vendor;
  let standIn: ProviderStandIn;
  let provider: Provider;

  const open = (settings: Readonly<Record<string, string>> = {}, fetch?: typeof globalThis.fetch) =>
    vendor.createProvider(
      { apiKey: standIn.apiKey, baseUrl: standIn.baseUrl, embeddingModel: info.id, ...settings },
      { log: silentLogger(), clock, ...(fetch ? { fetch } : {}) },
    );
  const embed = (request: Partial<EmbeddingRequest> = {}, model = info.id) =>
    provider.embed!({ inputs: ['a cat'], ...request }, { model, signal: never });
  const answered = (answer: ScriptedAnswer, request?: Partial<EmbeddingRequest>) => {
    standIn.enqueue(answer);
    return embed(request);
  };
  /** As few numbers as it makes: a test of many texts is no test of large bodies. */
  const few = info.shortens === 'any' ? 8 : info.shortens === 'no' ? undefined : info.shortens[0];
  const isShortening = info.shortens !== 'no';
  const prefix = info.prefixes?.document ?? '';
  /** Shortened vectors of Google are made of length one. */
  const expected = (text: string, dimensions: number) => {
    const vector = vectorOf(`${prefix}${text}`, dimensions);
    const length = manifest.id === 'google' && dimensions < info.dimensions! ? Math.hypot(...vector) : 1;
    return vector.map((value) => value / length);
  };

  beforeAll(async () => {
    standIn = await vendor.start();
    provider = open();
  });
  afterAll(() => standIn.close());

  it('gives one vector for each text, in their order, with the model that made them', async () => {
    const inputs = ['a cat', 'two dogs', 'Zażółć 😀 jaźń'];
    const { vectors, model, usage, warnings } = await embed({ inputs });
    const dimensions = info.dimensions ?? 768;
    expect(vectors).toEqual(inputs.map((text) => expected(text, dimensions)));
    expect({ model, warnings }).toEqual({ model: info.id, warnings: [] });
    const inputTokens = tokensOf(inputs.map((text) => `${prefix}${text}`));
    expect(usage).toEqual(silent.has(manifest.id) ? undefined : { inputTokens });
  });

  it('sends more texts than one call takes in several, and counts them together', async () => {
    const inputs = Array.from({ length: info.maxInputs * 2 + 1 }, (_, at) => `t${at}`);
    const before = standIn.requests.length;
    const { vectors, usage } = await embed({ inputs, ...(few === undefined ? {} : { dimensions: few }) });
    expect(standIn.requests.length - before).toBe(3);
    expect(vectors).toHaveLength(inputs.length);
    for (const at of [0, info.maxInputs - 1, info.maxInputs, inputs.length - 1]) {
      expect(vectors[at]).toEqual(expected(inputs[at]!, few ?? info.dimensions!));
    }
    if (!silent.has(manifest.id)) {
      expect(usage?.inputTokens).toBe(tokensOf(inputs.map((text) => `${prefix}${text}`)));
    }
  });

  it('makes vectors of as many numbers as are asked for, or refuses before anything is sent', async () => {
    const before = standIn.requests.length;
    if (isShortening) expect((await embed({ dimensions: few! })).vectors[0]).toHaveLength(few!);
    if (info.dimensions)
      expect((await embed({ dimensions: info.dimensions })).vectors[0]).toHaveLength(info.dimensions);
    const sent = standIn.requests.length - before;
    for (const dimensions of [0, -1, 1.5, ...(info.dimensions ? [info.dimensions + 1] : [])]) {
      await expect(embed({ dimensions })).rejects.toMatchObject({
        code: 'providers.bad_request',
        publicMessage: expect.stringContaining('It can make'),
      });
    }
    expect(standIn.requests.length - before).toBe(sent);
  });

  it.each(['query', 'document'] as const)(
    'tells the vendor that a text is a %s, or says that it can not',
    async (purpose) => {
      const { warnings } = await embed({ purpose });
      const words = purposeWords[manifest.id]?.[purpose === 'query' ? 0 : 1];
      expect(warnings).toHaveLength(info.purposes ? 0 : 1);
      if (words === undefined) expect(info.purposes).toBe(false);
      else expect(JSON.stringify(standIn.requests.at(-1)!.body)).toContain(words);
    },
  );

  it('sends nothing for no texts, and refuses an empty one by its number', async () => {
    const before = standIn.requests.length;
    expect(await embed({ inputs: [] })).toMatchObject({ vectors: [], usage: { inputTokens: 0 } });
    await expect(embed({ inputs: ['a', ' '] })).rejects.toMatchObject({
      code: 'providers.bad_request',
      publicMessage: expect.stringContaining('Input 2 of 2 is empty'),
      mayBeBilled: false,
    });
    expect(standIn.requests).toHaveLength(before);
  });

  it('says nothing of usage that is not told', async () => {
    expect(await answered({ usage: null })).not.toHaveProperty('usage');
  });

  it.each(Object.entries(vendor.failures))('%s', async (_name, { error, code, retry }) => {
    await expect(answered({ error })).rejects.toMatchObject({ code, retry, mayBeBilled: false });
  });

  it('401: a wrong key; 404: an unknown model', async () => {
    const wrong = open({ apiKey: 'sk-wrong-key' }).embed!(
      { inputs: ['a'] },
      { model: info.id, signal: never },
    );
    await expect(wrong).rejects.toMatchObject({ code: 'providers.unauthorised' });
    await expect(embed({}, 'no/such-model')).rejects.toMatchObject({ code: 'providers.model_not_found' });
  });

  it('a failure after a part was answered may have cost money', async () => {
    const inputs = Array.from({ length: info.maxInputs + 1 }, (_, at) => `t${at}`);
    standIn.enqueue({}, { error: vendor.failures['500']!.error });
    const asked = embed({ inputs, ...(few === undefined ? {} : { dimensions: few }) });
    await expect(asked).rejects.toMatchObject({ code: 'providers.overloaded', mayBeBilled: true });
  });

  it.each<[string, (vectors: unknown[]) => unknown[]]>([
    ['a vector too few', (vectors) => vectors.slice(1)],
    ['a vector of another length', ([first, ...rest]) => [withNumbers(first, [1, 2]), ...rest]],
    ['a vector with something else in it', ([first, ...rest]) => [withNumbers(first, [1, null]), ...rest]],
  ])('%s is malformed: vectors are never mixed up', async (_what, spoil) => {
    const spoilt: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      const text = JSON.stringify(await response.json(), (_key, value: unknown) =>
        Array.isArray(value) && value.length === 2 && typeof value[0] === 'object' ? spoil(value) : value,
      );
      return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
    };
    const asked = open({}, spoilt).embed!(
      { inputs: ['a cat', 'two dogs'] },
      { model: info.id, signal: never },
    );
    await expect(asked).rejects.toMatchObject({ code: 'providers.malformed_response', mayBeBilled: true });
  });

  it('a caller that leaves gets its reason at once, and upstream is closed', { retry: 2 }, async () => {
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const before = standIn.requests.length;
    standIn.enqueue({ hang: 'before-headers' });
    const asked = provider.embed!({ inputs: ['a'] }, { model: info.id, signal: controller.signal });
    const rejected = expect(asked).rejects.toBe(reason);
    const request = await eventually('the request', () => standIn.requests[before]);
    const leftAt = performance.now();
    controller.abort(reason);
    await rejected;
    const closedAt = await eventually('upstream to be closed', () => request.closedByClientAt);
    expect(closedAt - leftAt).toBeLessThan(100);
  });
});

/** A vector as its vendor writes it, with other numbers. */
function withNumbers(vector: unknown, numbers: readonly unknown[]): unknown {
  if (Array.isArray(vector)) return numbers;
  const [field] = ['embedding', 'values'].filter((name) => name in (vector as object));
  return { ...(vector as object), [field!]: numbers };
}
