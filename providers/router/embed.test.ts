import { describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createFakeClock } from '#test/stand-ins/providers/fake-clock.ts';
import type { CompletionRecord, EmbeddingResult, Provider, ProviderManifest } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import { manifests } from '../manifests.ts';
import type { Candidate } from './candidate.ts';
import { Routing } from './policy/routing.ts';
import { createRouter } from './router.ts';

const never = new AbortController().signal;
const unused = () => {
  throw new Error('no answer is asked for');
};

/** A candidate of a real manifest whose vectors, or failure, are given. */
function candidateOf(
  manifest: ProviderManifest,
  embeddingModel: string,
  embed: () => Promise<Partial<EmbeddingResult>>,
): Candidate & { readonly asked: string[] } {
  const asked: string[] = [];
  const provider: Provider = {
    id: manifest.id,
    complete: unused,
    stream: unused,
    embed: async ({ inputs }, { model }) => {
      asked.push(model);
      return {
        vectors: inputs.map(() => [1]),
        model,
        warnings: [],
        usage: { inputTokens: 1_000 },
        ...(await embed()),
      };
    },
  };
  return { provider, manifest, model: manifest.models[0]!.id, embeddingModel, asked };
}

const fails = (code: ConstructorParameters<typeof ProviderError>[0], provider: string) => () =>
  Promise.reject(new ProviderError(code, provider));

function scene(candidates: readonly Candidate[], maxCostUsd = 1, routing?: Routing) {
  const clock = createFakeClock();
  const records: CompletionRecord[] = [];
  const router = createRouter({
    candidates,
    clock,
    log: silentLogger(),
    ...(routing ? { routing } : {}),
  });
  const embed = (want?: string, inputs = ['a cat']) =>
    router.embed(
      {
        agent: 'memory',
        organizationId: 'o1',
        deadline: clock.now() + 10_000,
        maxCostUsd,
        spentUsd: 0,
        onRecord: (record) => void records.push(record),
        ...(want === undefined ? {} : { want }),
      },
      { inputs },
      never,
    );
  return { embed, records };
}

const small = 'text-embedding-3-small';

describe('embedding', () => {
  it('is counted, priced and recorded like any call', async () => {
    const { embed, records } = scene([candidateOf(manifests.openai, small, async () => ({}))]);
    const { vectors, model, record } = await embed();
    expect({ vectors, model }).toEqual({ vectors: [[1]], model: small });
    expect(records).toEqual([record]);
    expect(record).toMatchObject({ provider: 'openai', model: small, outcome: 'answered', costUsd: 0.00002 });
  });

  it('falls back to whoever serves the same model, and never to another', async () => {
    const first = candidateOf(manifests.openai, small, fails('providers.quota', 'openai'));
    const other = candidateOf(manifests.mistral, 'mistral-embed', async () => ({}));
    const same = candidateOf(manifests.local, small, async () => ({}));
    const { embed } = scene([first, other, same]);
    expect((await embed()).record.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'openai failed',
      'local answered',
    ]);
    expect(other.asked).toEqual([]);
    await expect(scene([first, other]).embed()).rejects.toMatchObject({ code: 'providers.exhausted' });
  });

  it('makes more vectors of the model that is named, whoever comes first', async () => {
    const openai = candidateOf(manifests.openai, small, async () => ({}));
    const mistral = candidateOf(manifests.mistral, 'mistral-embed', async () => ({}));
    const { embed } = scene([openai, mistral]);
    expect((await embed('mistral/mistral-embed')).model).toBe('mistral-embed');
    expect((await embed('openai/text-embedding-3-large')).model).toBe('text-embedding-3-large');
    expect(openai.asked).toEqual(['text-embedding-3-large']);
  });

  it('is by the first model that may be asked at all: neither one of unknown price nor one that is denied', async () => {
    const answers = async () => ({});
    const unpriced = candidateOf(manifests['hugging-face'], 'intfloat/multilingual-e5-large', answers);
    const openai = candidateOf(manifests.openai, small, answers);
    const mistral = candidateOf(manifests.mistral, 'mistral-embed', answers);
    expect((await scene([unpriced, openai, mistral]).embed()).model).toBe(small);
    const routing = Routing.parse({ default: { where: { deny: ['openai'] } } });
    expect((await scene([unpriced, openai, mistral], 1, routing).embed()).model).toBe('mistral-embed');
    // When nobody may, the reason is told.
    await expect(scene([unpriced]).embed()).rejects.toMatchObject({
      code: 'providers.no_candidate',
      publicMessage: expect.stringContaining('its price is unknown'),
    });
  });

  it('of a model that nobody has here is refused with the nearest name', async () => {
    const { embed } = scene([candidateOf(manifests.mistral, 'mistral-embed', async () => ({}))]);
    await expect(embed('mistrl/mistral-embed')).rejects.toMatchObject({
      code: 'providers.bad_request',
      publicMessage: expect.stringContaining('Did you mean mistral/mistral-embed?'),
    });
    await expect(embed('mistral/mistral-embd')).rejects.toMatchObject({
      publicMessage: expect.stringContaining('Did you mean mistral/mistral-embed?'),
    });
    await expect(scene([]).embed()).rejects.toMatchObject({
      code: 'providers.exhausted',
      publicMessage: expect.stringContaining('No configured provider has embeddings'),
    });
  });

  it('of a model that is configured and not listed is reserved for as the dearest of its provider, its price unknown', async () => {
    const odd = candidateOf(manifests.openai, 'text-embedding-next', async () => ({}));
    const { record } = await scene([odd]).embed();
    expect(record).toMatchObject({ model: 'text-embedding-next', costUsd: undefined });
    expect(record.warnings.join()).toContain('its price is unknown');
    await expect(scene([odd], 0.000_001).embed(undefined, ['a'.repeat(10_000)])).rejects.toMatchObject({
      code: 'providers.budget_exceeded',
    });
  });

  it('that does not fit the cost limit is not asked for', async () => {
    const openai = candidateOf(manifests.openai, small, async () => ({}));
    const { embed, records } = scene([openai], 0.000_001);
    await expect(embed(undefined, ['a'.repeat(10_000)])).rejects.toMatchObject({
      code: 'providers.budget_exceeded',
    });
    expect(openai.asked).toEqual([]);
    expect(records).toMatchObject([{ outcome: 'failed', code: 'providers.budget_exceeded' }]);
  });
});
