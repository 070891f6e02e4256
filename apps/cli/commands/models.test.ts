import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startLocalStandIn, servedModel } from '#test/stand-ins/providers/local.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import { runAmas } from '#test/support/run-amas.ts';
import type { ModelRow } from '../models/model-rows.ts';

interface Listed {
  readonly items: readonly ModelRow[];
  readonly warnings: readonly string[];
}

async function list(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const run = await runAmas(['models', '--json', ...args], environment);
  const { items, warnings }: Listed = run.json();
  return {
    run,
    items,
    warnings,
    row: (name: string) => items.find((each) => `${each.provider}/${each.model}` === name),
  };
}

it('lists what is set up, with price, its date and the end of a model', async () => {
  const { items, row, warnings } = await list([], {
    ANTHROPIC_API_KEY: 'sk-1',
    ANTHROPIC_MODEL: 'claude-sonnet-4-5',
  });
  expect(new Set(items.map(({ provider }) => provider))).toEqual(new Set(['anthropic']));
  expect(row('anthropic/claude-opus-5-5')).toMatchObject({
    usable: true,
    isDefault: false,
    contextTokens: 1_000_000,
    price: { input: 4, output: 20, checkedAt: '2026-11-20' },
    health: null,
    listed: true,
  });
  // Not listed any more: priced by the bundled list, with assumed limits and its end.
  expect(row('anthropic/claude-sonnet-4-5')).toMatchObject({
    isDefault: true,
    listed: false,
    price: { input: 3, output: 15, source: expect.stringContaining('genai-prices') },
    endsAt: '2026-11-30',
  });
  expect(warnings).toEqual(
    expect.arrayContaining([expect.stringContaining('Use claude-sonnet-5-5 instead.')]),
  );
});

it('a configured embedding model that is not listed is there too, priced by the bundled list', async () => {
  const { row } = await list([], {
    OPENAI_API_KEY: 'sk-1',
    OPENAI_EMBEDDING_MODEL: 'text-embedding-ada-002',
  });
  expect(row('openai/text-embedding-ada-002')).toMatchObject({
    isDefault: true,
    listed: false,
    price: { input: 0.1 },
  });
  expect(row('openai/text-embedding-3-small')).toMatchObject({ isDefault: false, listed: true });
});

it('an unknown price is unknown, and never zero', async () => {
  const { row } = await list(['--provider', 'hugging-face']);
  expect(row('hugging-face/openai/gpt-oss-120b')).toMatchObject({ usable: false, price: null });
  const unlisted = await list([], { GROQ_API_KEY: 'k', GROQ_MODEL: 'qwen/brand-new' });
  expect(unlisted.warnings.join()).toContain(
    'groq/qwen/brand-new is not listed, and limits count it at the dearest price of its provider',
  );
  const { warnings } = await list([], { HF_TOKEN: 'hf-1' });
  expect(warnings.join()).toContain(
    'hugging-face/openai/gpt-oss-120b is not asked as long as its price is unknown: state it under prices',
  );
  const { out } = await runAmas(['models', '--provider', 'hugging-face']);
  expect(out).toMatch(/gpt-oss-120b \*\s+chat\s+131K\s+unknown\s+unknown/);
});

it('prices of the routing file go before all others, with their source, until they end', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'amas-prices-')), 'routing.yml');
  const price = (source: string, until: string) =>
    `{ input: 0.5, output: 1.5, source: ${source}, until: ${until} }`;
  await writeFile(
    file,
    `prices:\n  hugging-face: ${price('contract 7', '2099-01-01')}\n  replicate: ${price('old', '2026-01-01')}\n`,
  );
  const environment = { AMAS_ROUTING: file, HF_TOKEN: 'hf-1', REPLICATE_API_TOKEN: 'r8-1' };
  const { row, warnings } = await list([], environment);
  expect(row('hugging-face/openai/gpt-oss-20b')).toMatchObject({
    isOwnPrice: true,
    price: { input: 0.5, output: 1.5, source: 'contract 7' },
  });
  expect(row('replicate/meta/meta-llama-3-70b-instruct')).toMatchObject({ isOwnPrice: false, price: null });
  expect(warnings.join()).toContain('the routing file states for replicate ended on 2026-01-01');
  expect((await runAmas(['models'], environment)).out).toContain('contract 7');
});

it('proves keys when it is asked to, and finds what a server of one’s own serves', async () => {
  const [openai, local] = await Promise.all([startOpenaiStandIn(), startLocalStandIn()]);
  const environment = {
    OPENAI_API_KEY: 'sk-wrong-hush',
    OPENAI_BASE_URL: openai.baseUrl,
    LOCAL_BASE_URL: local.baseUrl,
    LOCAL_API_KEY: local.apiKey,
    LOCAL_EMBEDDING_MODEL: 'nomic-embed-text',
  };
  const { run, items, row, warnings } = await list(['--check'], environment);
  expect(row('openai/gpt-6.1-terra')).toMatchObject({ usable: false, health: 'fails' });
  expect(warnings.join()).toContain('did not accept the API key');
  expect(run.out).not.toContain('hush');
  expect(
    items.filter(({ provider }) => provider === 'local').map(({ model, kind }) => `${model} ${kind}`),
  ).toEqual([`${servedModel} chat`, 'llama3.3 chat', 'nomic-embed-text embedding']);
  expect(row(`local/${servedModel}`)).toMatchObject({
    isDefault: true,
    health: 'works',
    price: { input: 0 },
  });
  await Promise.all([openai.close(), local.close()]);
});

it('a wrong provider gets the nearest name; without any the way to one is told', async () => {
  expect(await runAmas(['models', '--provider', 'openia'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean openai?'),
  });
  expect(await runAmas(['models'])).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('No provider can be asked: set one of the keys'),
  });
  const { err } = await runAmas(['models'], {
    AMAS_MULTI_TENANT: 'true',
    GROQ_API_KEY: 'k',
    GROQ_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: 'nowhere',
  });
  expect(err).toContain('The base URL of groq points into the private network');
  expect(err).toContain('openai is not used: OPENAI_BASE_URL is wrong');
});
