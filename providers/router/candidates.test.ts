import { describe, expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { createLogger, silentLogger } from '#monitoring/logger.ts';
import { manifests } from '../manifests.ts';
import { factsOf } from './candidate.ts';
import { candidatesFrom } from './candidates.ts';

const host = { log: silentLogger(), clock: systemClock };
const keyed = { apiKey: 'a-key' };
const named = (candidates: Awaited<ReturnType<typeof candidatesFrom>>) =>
  candidates.map(({ provider, model }) => `${provider.id}/${model}`);

describe('candidates', () => {
  it('are the providers with a key, by name, each with its default model', async () => {
    const all = { openai: keyed, groq: keyed, anthropic: keyed };
    expect(named(await candidatesFrom(all, host))).toEqual([
      `anthropic/${manifests.anthropic.models[0].id}`,
      `groq/${manifests.groq.models[0].id}`,
      `openai/${manifests.openai.models[0].id}`,
    ]);
  });

  it('are none without a key', async () => {
    expect(
      await candidatesFrom({ openai: { baseUrl: 'http://127.0.0.1:9' }, groq: undefined }, host),
    ).toEqual([]);
  });

  it('of a server of one’s own need its address and no key', async () => {
    const local = { baseUrl: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b' };
    const [candidate] = await candidatesFrom({ local }, host);
    expect(candidate && named([candidate])).toEqual(['local/qwen3:8b']);
    // Nothing is charged, whatever it serves.
    expect(candidate && factsOf(candidate, 0, {})).toMatchObject({
      listed: true,
      price: { input: 0, output: 0 },
    });
    expect(await candidatesFrom({ local: { model: 'qwen3:8b' } }, host)).toEqual([]);
  });

  it('of a model that nobody reviewed have the price of the bundled list, and of no list none', async () => {
    const priceOf = async (model: string) => {
      const [candidate] = await candidatesFrom({ openai: { ...keyed, model } }, host);
      return candidate && factsOf(candidate, Date.now(), {});
    };
    expect(await priceOf('gpt-4.1-mini')).toMatchObject({
      listed: false,
      price: { input: 0.4, output: 1.6 },
    });
    expect(await priceOf('gpt-99')).toMatchObject({ listed: false, price: undefined });
  });

  it('whose model ends are opened with a warning that names its successor', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ level: 'warn', name: 'test', destination });
    const now = Date.parse('2026-11-27T12:00:00Z');
    const anthropic = { ...keyed, model: 'claude-sonnet-4-5' };
    await candidatesFrom({ anthropic }, { log, clock: { ...systemClock, now: () => now } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('ends on 2026-11-30, in 3 days. Use claude-sonnet-5-5 instead.');
  });

  it('of several servers of one’s own are one each, told apart by host, with their own keys', async () => {
    const baseUrl = 'http://127.0.0.1:11434/v1, http://127.0.0.1:8000/v1';
    const opened = await candidatesFrom({ local: { baseUrl, apiKey: 'one,two' } }, host);
    expect(opened.map(({ model, key }) => `${model} ${key ?? ''}`)).toEqual([
      'default @127.0.0.1:11434',
      'default @127.0.0.1:8000',
    ]);
    await expect(
      candidatesFrom({ local: { baseUrl: 'http://127.0.0.1:1/v1,gpu2' } }, host),
    ).rejects.toMatchObject({
      code: 'providers.settings_invalid',
    });
  });

  it('in the private network are refused where organizations share AMAS, and allowed for one’s own server', async () => {
    const strict = { ...host, refusePrivate: true };
    const inside = 'http://10.0.0.7/v1';
    await expect(candidatesFrom({ openai: { ...keyed, baseUrl: inside } }, strict)).rejects.toMatchObject({
      code: 'providers.settings_invalid',
      publicMessage: expect.stringContaining('points into the private network'),
    });
    await expect(candidatesFrom({ local: { baseUrl: inside } }, strict)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('LOCAL_ALLOW_PRIVATE=true'),
    });
    expect(await candidatesFrom({ local: { baseUrl: inside, allowPrivate: 'true' } }, strict)).toHaveLength(
      1,
    );
    expect(await candidatesFrom({ openai: { ...keyed, baseUrl: inside } }, host)).toHaveLength(1);
  });

  it('take the configured model', async () => {
    const openai = { ...keyed, model: 'gpt-6-luna' };
    expect(named(await candidatesFrom({ openai }, host))).toEqual(['openai/gpt-6-luna']);
  });

  it('follow the order that is given, and leave out whom it does not name', async () => {
    const all = { openai: keyed, groq: keyed, anthropic: keyed };
    const opened = await candidatesFrom(all, { ...host, order: ['openai', 'anthropic'] });
    expect(opened.map(({ provider }) => provider.id)).toEqual(['openai', 'anthropic']);
    expect(await candidatesFrom(all, { ...host, order: [] })).toHaveLength(3);
  });

  it('that are named but have no key are missing with a warning', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLogger({ level: 'info', name: 'test', destination });
    const opened = await candidatesFrom({ groq: keyed }, { ...host, log, order: ['openai', 'groq'] });
    expect(opened.map(({ provider }) => provider.id)).toEqual(['groq']);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, provider: 'openai' }]);
  });

  it('that nobody knows are refused with those that are known', async () => {
    await expect(candidatesFrom({}, { ...host, order: ['opnai'] })).rejects.toMatchObject({
      code: 'providers.settings_invalid',
      publicMessage: expect.stringContaining('openai') as string,
    });
  });

  it('with settings that do not fit are refused without showing them', async () => {
    const openai = { apiKey: 'secret-key', baseUrl: 'not a url' };
    const refused = await candidatesFrom({ openai }, host).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'providers.settings_invalid' });
    expect(JSON.stringify(refused)).toContain('baseUrl');
    expect(JSON.stringify(refused)).not.toContain('secret-key');
  });
});
