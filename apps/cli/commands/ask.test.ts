import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groqErrors, startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { runAmas } from '#test/support/run-amas.ts';

let openai: ProviderStandIn;
let groq: ProviderStandIn;

beforeAll(async () => {
  [openai, groq] = await Promise.all([startOpenaiStandIn(), startGroqStandIn()]);
});
afterAll(async () => {
  await Promise.all([openai.close(), groq.close()]);
});

const ask = (
  args: readonly string[],
  scene: Parameters<typeof runAmas>[2] = {},
  more: Record<string, string> = {},
) =>
  runAmas(
    ['ask', ...args],
    {
      OPENAI_API_KEY: openai.apiKey,
      OPENAI_BASE_URL: openai.baseUrl,
      GROQ_API_KEY: groq.apiKey,
      GROQ_BASE_URL: groq.baseUrl,
      AMAS_PROVIDERS: 'groq,openai',
      ...more,
    },
    scene,
  );

describe('amas ask', () => {
  it('prints the answer, and route, tokens and cost in one line beside it', async () => {
    groq.enqueue({ text: 'Because of\r\nscattering.' });
    const run = await ask(['Why is the sky', 'blue?']);
    expect(run).toMatchObject({ code: 0, out: 'Because of\nscattering.\n' });
    expect(run.err).toMatch(
      /^groq\/openai\/gpt-oss-120b · 160 tokens in, 30 out · (\$0\.0\d+|< \$0\.0001|cost unknown) · [\d.]+ m?s/,
    );
    expect(groq.requests.at(-1)?.body?.['messages']).toEqual([
      { role: 'user', content: 'Why is the sky blue?' },
    ]);
  });

  it('says after whom, and with --explain why', async () => {
    groq.enqueue({ error: groqErrors.quota });
    openai.enqueue({ text: 'Yes.' });
    const run = await ask(['Well?', '--explain']);
    expect(run.out).toBe('Yes.\n');
    expect(run.err).toContain('openai/gpt-6.1-terra · after groq/openai/gpt-oss-120b (quota) ·');
    expect(run.err).toMatch(
      /policy \w+, set by default[^]*candidate groq[^]*asked openai\/gpt-6\.1-terra at .*: answered/,
    );
  });

  it('sends standard input along, below the question or as it', async () => {
    await ask(['Sum up:'], { input: 'diff --git a b\n' });
    expect(groq.requests.at(-1)?.body?.['messages']).toMatchObject([
      { content: 'Sum up:\n\ndiff --git a b' },
    ]);
    await ask([], { input: 'And this?' });
    expect(groq.requests.at(-1)?.body?.['messages']).toMatchObject([{ content: 'And this?' }]);
  });

  it('prints one document with --json', async () => {
    openai.enqueue({ text: 'Yes.' });
    const run = await ask(['Well?', '--json', '--model', 'openai/gpt-6-luna']);
    expect(run.json()).toMatchObject({
      answer: 'Yes.',
      finish: 'stop',
      provider: 'openai',
      model: 'gpt-6-luna',
      usage: { output: 30 },
      costUsd: expect.any(Number),
      attempts: [{ outcome: 'answered' }],
      decision: { policy: { name: expect.any(String) } },
    });
    expect(run.err).toBe('');
  });

  it('tells that an answer was cut, and shows what would move the cursor', async () => {
    groq.enqueue({ text: 'a\u001b[2Jb', finish: 'length' });
    const run = await ask(['Well?', '--max-tokens', '50']);
    expect(run.out).toBe('a\\u{001b}[2Jb\n');
    expect(run.err).toContain('cut at 50 tokens: allow more with --max-tokens');
  });

  it.each<[string, readonly string[], Record<string, string>, number, string]>([
    [
      'a model that there is not',
      ['Hi', '--model', 'openai/gpt-6-lunar'],
      {},
      3,
      'Did you mean openai/gpt-6-luna',
    ],
    [
      'a model of a mistyped provider that has no key',
      ['Hi', '--model', 'misral/mistral-large-2512'],
      {},
      3,
      'Did you mean mistral/mistral-large-2512? Mistral is used when MISTRAL_API_KEY is set',
    ],
    [
      'a model of a provider that has no key',
      ['Hi', '--model', 'mistral/any'],
      {},
      3,
      'Mistral is used when MISTRAL_API_KEY is set',
    ],
    ['a provider that there is not', ['Hi'], { AMAS_PROVIDERS: 'gorq' }, 3, 'Did you mean groq?'],
    ['no question', [], {}, 2, 'There is no question'],
    [
      'no key',
      ['Hi'],
      { OPENAI_API_KEY: '', GROQ_API_KEY: '', AMAS_PROVIDERS: '' },
      2,
      'Set ANTHROPIC_API_KEY, GROQ_API_KEY, OPENAI_API_KEY or',
    ],
    ['a limit below zero', ['Hi', '--max-cost', '-1'], {}, 2, '--max-cost must be a number above zero'],
    [
      'an address that is forbidden',
      ['Hi'],
      { AMAS_MULTI_TENANT: 'true' },
      3,
      'points into the private network, which AMAS_MULTI_TENANT forbids',
    ],
    ['a limit that it does not fit', ['Hi', '--max-cost', '0.000001'], {}, 3, 'cost limit'],
  ])('%s: says what to do', async (...row) => {
    const [, args, environment, code, words] = row;
    const run = await ask(args, {}, environment);
    expect(run).toMatchObject({ code, out: '' });
    expect(run.err).toContain(words);
  });

  it('an answer that never ends is cut off, and told on a line of its own', async () => {
    openai.enqueue({ text: 'a'.repeat(1_100_000) });
    const run = await ask(['Go on', '--model', 'openai/gpt-6-luna']);
    expect(run.code).toBe(3);
    expect(run.out).toMatch(/^a{900000,1000000}\n$/);
    expect(run.err).toContain('went on far beyond the answer that was asked for, and was cut off');
  });

  it('Ctrl-C ends the call upstream', async () => {
    const controller = new AbortController();
    const before = groq.requests.length;
    groq.enqueue({ text: 'A long story about a cat.', stream: { end: 'hang' } });
    const running = ask(['Tell me'], { signal: controller.signal });
    const request = await eventually('the request', () => groq.requests[before]);
    controller.abort(new Error('stopped by SIGINT'));
    expect(await running).toMatchObject({ code: 143, err: expect.stringContaining('stopped') });
    await eventually('upstream to be closed', () => request.closedByClientAt);
  });
});
