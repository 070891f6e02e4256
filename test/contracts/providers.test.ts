import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { systemClock, type Clock } from '#monitoring/clock.ts';
import { createLogger, silentLogger } from '#monitoring/logger.ts';
import type {
  CompletionPart,
  CompletionRecord,
  CompletionRequest,
  Message,
  Provider,
} from '#providers/contract.ts';
import { manifests } from '#providers/manifests.ts';
import { Routing } from '#providers/router/policy/routing.ts';
import { createRouter } from '#providers/router/router.ts';
import { usualUsage, type ScriptedAnswer } from '#test/stand-ins/providers/scripted-answer.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { brokenEnds, failureKinds, lacksByDefault, suiteNow, vendors } from './provider-vendors.ts';

const clock: Clock = { now: () => suiteNow, sleep: (ms) => wait(ms) };

const question: CompletionRequest = {
  system: 'You are terse.',
  messages: [{ role: 'user', content: 'What is the weather in Oslo and in Bergen?' }],
  maxOutputTokens: 500,
};

const weatherTool = {
  name: 'weather',
  description: 'The weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};

const cities = ['{"city": "Oslo"}', '{"city":"Bergen",  "note":"ü→😀"}'];
const calls = cities.map((city, index) => ({ id: `call_w${index}`, name: 'weather', arguments: city }));

const personSchema = {
  name: 'person',
  schema: {
    type: 'object',
    properties: { name: { type: 'string' }, age: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
    required: ['name', 'age'],
    additionalProperties: false,
  },
};

const hostileText = 'Zażółć gęślą jaźń — 天気は晴れ 😀👩‍👩‍👧 \r\n\n data: [DONE]\n\nend';
const longText = 'All is well in the north. '.repeat(1_500);

async function collect(parts: AsyncIterable<CompletionPart>) {
  const all: CompletionPart[] = [];
  for await (const part of parts) all.push(part);
  const finishes = all.flatMap((part) => (part.type === 'finish' ? part.result : []));
  expect(finishes).toHaveLength(1);
  expect(all.at(-1)?.type).toBe('finish');
  const result = finishes[0]!;
  const text = all.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const handedOn = all.flatMap((part) => (part.type === 'tool-call' ? part.call : []));
  expect(text).toBe(result.text);
  expect(handedOn).toEqual(result.toolCalls);
  return { result, textParts: all.filter((part) => part.type === 'text').length };
}

test('every provider of the registry is held to the contract', () => {
  expect(vendors.map(({ manifest }) => manifest.id).toSorted()).toEqual(Object.keys(manifests).toSorted());
});

test.each(vendors)('$manifest.id has every kind of failure, or a reason why not', ({ failures, lacks }) => {
  const reasons = { ...lacksByDefault, ...lacks };
  for (const [kind, isOfKind] of Object.entries(failureKinds)) {
    const has = Object.entries(failures).some(([name, failure]) => isOfKind(name, failure));
    expect([kind, has || reasons[kind] !== undefined]).toEqual([kind, true]);
    if (lacks?.[kind] !== undefined) expect([kind, has]).toEqual([kind, false]);
  }
  expect(Object.keys(reasons).filter((kind) => !(kind in failureKinds))).toEqual([]);
});

describe.each(vendors)('$manifest.id', (vendor) => {
  let standIn: ProviderStandIn;
  let provider: Provider;
  const { id: model, tools: takesTools } = vendor.manifest.models[0]!;
  /** Skipped for models that take no tools: for those another test says what becomes of them. */
  const withTools = it.runIf(takesTools);
  const text = vendor.streamsPlainText ? hostileText.replaceAll('\r', '') : hostileText;
  const never = new AbortController().signal;
  const context = { model, signal: never };

  const open = (settings: Readonly<Record<string, string>> = {}, log = silentLogger()) =>
    vendor.createProvider({ apiKey: standIn.apiKey, baseUrl: standIn.baseUrl, ...settings }, { log, clock });
  const complete = (answer: ScriptedAnswer, request: Partial<CompletionRequest> = {}) => {
    standIn.enqueue(answer);
    return provider.complete({ ...question, ...request }, context);
  };
  const stream = async (answer: ScriptedAnswer, request: Partial<CompletionRequest> = {}) => {
    standIn.enqueue(answer);
    return await collect(provider.stream({ ...question, ...request }, context));
  };
  const streamed = async (answer: ScriptedAnswer, request?: Partial<CompletionRequest>) =>
    (await stream(answer, request)).result;
  const lastRequest = () => standIn.requests.at(-1)!;

  beforeAll(async () => {
    standIn = await vendor.start();
    provider = open();
  });
  afterAll(() => standIn.close());

  const ways: readonly (readonly [string, typeof complete])[] = [
    ['in one piece', complete],
    ['streamed', streamed],
    [
      'streamed byte by byte',
      (answer, request) =>
        streamed({ ...answer, stream: { pieceBytes: 1, keepAlive: true, lineEnding: '\r\n' } }, request),
    ],
  ];

  describe.each(ways)('%s', (_way, ask) => {
    it('a text comes back whole, with usage, model and request id', async () => {
      const result = await ask({ text });
      expect(result).toEqual({
        text,
        toolCalls: [],
        finish: 'stop',
        usage: vendor.usage ?? usualUsage,
        model: vendor.answersAs ?? model,
        warnings: [],
        requestId: `req_stand_in_${vendor.manifest.id}`,
        ...(vendor.costUsd === undefined ? {} : { costUsd: vendor.costUsd }),
      });
    });

    it('an empty answer is an answer', async () => {
      expect(await ask({ text: '' })).toMatchObject({
        text: '',
        finish: 'stop',
        usage: vendor.usage ?? usualUsage,
      });
    });

    it('unreported usage is unknown, not zero', async () => {
      expect((await ask({ text: 'Yes.', usage: null })).usage).toBeUndefined();
    });

    it.each(['length', 'content-filter', 'other'] as const)('a finish by %s is told', async (finish) => {
      const said = vendor.finishesAs?.[finish] ?? finish;
      expect(await ask({ text: 'Part', finish })).toMatchObject({ text: 'Part', finish: said });
    });

    it('a refusal is told, with its words', async () => {
      const result = await ask({ refusal: 'I can not help with that.' });
      const finish = vendor.finishesAs?.refusal ?? 'refusal';
      expect(result).toMatchObject({ finish, text: 'I can not help with that.' });
    });

    withTools('parallel tool calls keep their ids and arguments apart', async () => {
      const result = await ask({ text: 'Let me look.', toolCalls: calls }, { tools: [weatherTool] });
      expect(result).toMatchObject({ text: 'Let me look.', finish: 'tool-calls' });
      expect(result.toolCalls.map(({ id, name }) => [id, name])).toEqual([
        ['call_w0', 'weather'],
        ['call_w1', 'weather'],
      ]);
      expect(result.toolCalls.map((call) => JSON.parse(call.arguments))).toEqual(
        cities.map((city) => JSON.parse(city)),
      );
    });

    withTools('a tool loop goes round: calls and results are accepted back', async () => {
      const asked = await ask({ thinking: 'Hm, two cities.', toolCalls: calls }, { tools: [weatherTool] });
      const messages: Message[] = [
        ...question.messages,
        {
          role: 'assistant',
          content: asked.text,
          toolCalls: asked.toolCalls,
          ...(asked.vendorParts === undefined ? {} : { vendorParts: asked.vendorParts }),
        },
        { role: 'tool', toolCallId: 'call_w0', content: '4 °C, rain' },
        { role: 'tool', toolCallId: 'call_w1', content: 'no such city', isError: true },
        { role: 'user', content: 'In one sentence.' },
      ];
      const result = await ask({ text: 'Oslo is wet.' }, { messages, tools: [weatherTool] });
      expect(result).toMatchObject({ text: 'Oslo is wet.', finish: 'stop' });
      expect(JSON.stringify(lastRequest().body)).toContain('no such city');
    });

    it('JSON of a schema is asked for and comes back', async () => {
      const result = await ask({ json: { name: 'Ada', age: 36 } }, { schema: personSchema });
      expect(JSON.parse(result.text)).toEqual({ name: 'Ada', age: 36 });
      const holdsSchema = vendor.manifest.models[0]!.schema;
      expect(result.warnings).toEqual(holdsSchema ? [] : [expect.stringContaining('only asked')]);
      expect(JSON.stringify(lastRequest().body)).toMatch(holdsSchema ? /json_?schema/i : 'JSON Schema');
    });
  });

  it('a long text comes back whole, in parts as it is written', async () => {
    expect((await complete({ text: longText })).text).toBe(longText);
    const { result, textParts } = await stream({ text: longText });
    expect(result.text).toBe(longText);
    // What came in one read of the network is one part.
    expect(textParts).toBeGreaterThan(5);
  });

  withTools.each(['auto', 'none', 'required', { name: 'weather' }] as const)(
    'the tool choice %j is one that the vendor takes',
    async (toolChoice) => {
      const result = await complete({ text: 'Ok.' }, { tools: [weatherTool], toolChoice });
      expect(result.finish).toBe('stop');
      if (vendor.toolChoiceField === null) {
        const isHonoured = toolChoice === 'auto' || toolChoice === 'none';
        expect(result.warnings).toHaveLength(isHonoured ? 0 : 1);
      } else expect(lastRequest().body).toHaveProperty(vendor.toolChoiceField ?? 'tool_choice');
    },
  );

  it.runIf(!takesTools)('tools that the model can not take are left out, with a warning', async () => {
    const { warnings } = await complete({ text: 'Ok.' }, { tools: [weatherTool] });
    expect(warnings).toEqual([`${model} takes no tools: they were left out.`]);
  });

  it('a tool choice without tools is not sent', async () => {
    await complete({ text: 'Ok.' }, { toolChoice: 'required' });
    expect(lastRequest().body).not.toHaveProperty(vendor.toolChoiceField ?? 'tool_choice');
  });

  withTools('arguments that are no JSON are handed on as the model wrote them', async () => {
    const text = vendor.sendsArgumentsAsObjects ? '{"city":"Oslo"}' : '{"city": Oslo';
    const broken = { name: 'weather', arguments: text, id: 'call_1' };
    const { result } = await stream({ toolCalls: [broken], finish: 'length' }, { tools: [weatherTool] });
    expect(result).toMatchObject({ finish: 'length', toolCalls: [broken] });
    const messages: Message[] = [
      ...question.messages,
      { role: 'assistant', content: '', toolCalls: result.toolCalls },
      { role: 'tool', toolCallId: 'call_1', content: 'not JSON', isError: true },
    ];
    expect((await complete({ text: 'Sorry.' }, { messages, tools: [weatherTool] })).text).toBe('Sorry.');
  });

  it('a schema that can not be enforced to the letter is sent in a form that the vendor takes, with a warning', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string', minLength: 1 }, age: { type: 'number', minimum: 0 } },
      required: ['name'],
    };
    const result = await complete({ json: { name: 'Ada' } }, { schema: { name: 'person', schema } });
    expect(result.text).toBe('{"name":"Ada"}');
    expect(result.warnings).toHaveLength(vendor.takesAnySchema ? 0 : 1);
  });

  it('a temperature is sent where the model takes it, else dropped with a warning', async () => {
    const { warnings } = await complete({ text: 'Ok.' }, { temperature: 0.2, stop: ['END'] });
    if (vendor.takesTemperature) {
      expect(JSON.stringify(lastRequest().body)).toContain('"temperature":0.2');
      expect(warnings).not.toContain(`${model} takes no temperature: it was left out.`);
    } else {
      expect(JSON.stringify(lastRequest().body)).not.toContain('temperature');
      expect(warnings).toContain(`${model} takes no temperature: it was left out.`);
    }
    const dropped = vendor.manifest.models[0]!.drop;
    if (dropped.includes('stop')) expect(warnings).toContain(`${model} takes no stop: it was left out.`);
    else expect(JSON.stringify(lastRequest().body)).toContain('END');
  });

  it('more output than the model writes is asked for up to its limit, with a warning', async () => {
    const { warnings } = await complete({ text: 'Ok.' }, { maxOutputTokens: 10_000_000 });
    expect(lastRequest().status).toBe(200);
    expect(warnings).toHaveLength(1);
  });

  describe('failures', () => {
    const failures = Object.entries(vendor.failures);

    it.each(failures)('%s', async (_name, { error, code, retry }) => {
      await expect(complete({ error })).rejects.toMatchObject({ code, retry, mayBeBilled: false });
      await expect(stream({ error })).rejects.toMatchObject({ code, retry, mayBeBilled: false });
    });

    it('401: a wrong key', async () => {
      const wrong = open({ apiKey: 'sk-wrong-key' });
      await expect(wrong.complete(question, context)).rejects.toMatchObject({
        code: 'providers.unauthorised',
        retry: 'never',
      });
    });

    it('of several keys the first is used', async () => {
      const rotating = open({ apiKey: `${standIn.apiKey}, sk-old` });
      standIn.enqueue({ text: 'Ok.' });
      expect((await rotating.complete(question, context)).text).toBe('Ok.');
    });

    it('404: an unknown model, and a wrong base URL', async () => {
      const unknown = { model: 'no-such-model', signal: never };
      const code = 'providers.model_not_found';
      await expect(provider.complete(question, unknown)).rejects.toMatchObject({ code });
      const astray = open({ baseUrl: `${standIn.baseUrl}/astray` });
      await expect(astray.complete(question, context)).rejects.toMatchObject({ code });
    });

    it('no one listens at the base URL', async () => {
      const nobody = await vendor.start();
      await nobody.close();
      await expect(open({ baseUrl: nobody.baseUrl }).complete(question, context)).rejects.toMatchObject({
        code: 'providers.unavailable',
        mayBeBilled: false,
      });
    });

    it('an answer in one piece that is cut off is no answer', async () => {
      await expect(complete({ text: longText, cut: true })).rejects.toMatchObject({
        code: 'providers.unavailable',
        mayBeBilled: true,
      });
    });

    it('an answer of another shape is malformed', async () => {
      const elsewhere: typeof fetch = () => Promise.resolve(Response.json({ hello: 'world' }));
      const settings = { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' };
      const host = { log: silentLogger(), clock, fetch: elsewhere };
      const odd = vendor.createProvider(settings, host);
      await expect(odd.complete(question, context)).rejects.toMatchObject({
        code: 'providers.malformed_response',
      });
    });

    it('a refused request is sent once: nothing is tried again below the router', async () => {
      const before = standIn.requests.length;
      const { error } = vendor.failures['500']!;
      await expect(complete({ error })).rejects.toThrow();
      expect(standIn.requests.length - before).toBe(1);
    });
  });

  describe('its key', () => {
    const hasFreeCall = !['ai21', 'perplexity'].includes(vendor.manifest.id);

    it('is proven by a call that is no call of a model, where the vendor has one', async () => {
      expect(provider.check !== undefined).toBe(hasFreeCall);
      const before = standIn.requests.length;
      const proof = await provider.check?.(never);
      expect(standIn.requests).toHaveLength(before);
      if (proof?.models) expect(proof.models).toContain(vendor.answersAs ?? model);
      const isWithoutList = ['hugging-face', 'replicate', 'ai21', 'perplexity'].includes(vendor.manifest.id);
      expect(proof?.models === undefined).toBe(isWithoutList);
    });

    it.runIf(hasFreeCall)('is refused when it is wrong', async () => {
      const wrong = open({ apiKey: 'sk-wrong-key' });
      await expect(wrong.check!(never)).rejects.toMatchObject({ code: 'providers.unauthorised' });
    });
  });

  it('a redirect is not followed, because the key would travel along', async () => {
    const asked: unknown[] = [];
    const moved: typeof fetch = (_url, init) => {
      asked.push(init?.redirect);
      return Promise.resolve(
        new Response('{}', { status: 307, headers: { location: 'https://elsewhere.example' } }),
      );
    };
    const settings = { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' };
    const elsewhere = vendor.createProvider(settings, { log: silentLogger(), clock, fetch: moved });
    const refusal = {
      code: 'providers.model_not_found',
      publicMessage: expect.stringContaining('not followed'),
    };
    await expect(elsewhere.complete(question, context)).rejects.toMatchObject(refusal);
    await expect(collect(elsewhere.stream(question, context))).rejects.toMatchObject(refusal);
    if (elsewhere.check) await expect(elsewhere.check(never)).rejects.toMatchObject(refusal);
    expect(new Set(asked)).toEqual(new Set(['manual']));
  });

  describe('streams that break', () => {
    it.each(vendor.brokenEnds ?? brokenEnds)('%s: truncated, never complete', async (end) => {
      const { result } = await stream({ text: longText.slice(0, 400), stream: { end } });
      expect(result.finish).toBe('truncated');
      expect(longText.startsWith(result.text)).toBe(true);
      expect(result.text).not.toBe('');
    });

    const ends = vendor.toolsInOnePiece ? [] : (vendor.brokenEnds ?? brokenEnds);
    withTools.for(ends)('%s: no tool call is handed on', async (end) => {
      const { result } = await stream(
        { toolCalls: calls, stream: { end, pieceBytes: 5 } },
        { tools: [weatherTool] },
      );
      expect(result).toMatchObject({ finish: 'truncated', toolCalls: [] });
    });

    it('an error in mid-stream is that error, and may have cost money', async () => {
      const { error, code } = vendor.streamFailure;
      await expect(stream({ text: longText.slice(0, 400), stream: { error } })).rejects.toMatchObject({
        code,
        mayBeBilled: true,
      });
    });

    it.runIf(!vendor.streamsPlainText)('an event that is no JSON is malformed', async () => {
      await expect(stream({ text: 'Hello there.', stream: { end: 'garbage' } })).rejects.toMatchObject({
        code: 'providers.malformed_response',
      });
    });

    it('a slow stream with keep-alives is read to its end', async () => {
      const script = { pauseMs: 15, keepAlive: true } as const;
      expect((await streamed({ text, stream: script })).text).toBe(text);
    });
  });

  describe('a caller that leaves', () => {
    const reason = new Error('the caller left');
    /** Other tests share the processor, and a hundred milliseconds are few. */
    const busyMachine = { retry: 2 };
    const hangs: readonly (readonly [string, ScriptedAnswer, 'complete' | 'stream'])[] = [
      ['before the first byte', { hang: 'before-headers' }, 'complete'],
      ['before the first byte of a stream', { hang: 'before-headers' }, 'stream'],
      ['within an answer', { text: longText, hang: 'in-body' }, 'complete'],
      ['within a stream', { text: longText.slice(0, 200), stream: { end: 'hang' } }, 'stream'],
    ];

    it.each(hangs)(
      '%s: gets its reason at once, and upstream is closed within 100 ms',
      busyMachine,
      async (_when, answer, way) => {
        const controller = new AbortController();
        standIn.enqueue(answer);
        const asked: Promise<unknown> =
          way === 'complete'
            ? provider.complete(question, { model, signal: controller.signal })
            : collect(provider.stream(question, { model, signal: controller.signal }));
        const rejected = expect(asked).rejects.toBe(reason);
        const before = standIn.requests.length;
        const request = await eventually('the request', () => standIn.requests[before]);
        await wait(30);
        const leftAt = performance.now();
        controller.abort(reason);
        await rejected;
        expect(performance.now() - leftAt).toBeLessThan(100);
        const closedAt = await eventually('upstream to be closed', () => request.closedByClientAt);
        expect(closedAt - leftAt).toBeLessThan(100);
      },
    );

    it('stops reading a stream: upstream is closed within 100 ms', busyMachine, async () => {
      standIn.enqueue({ text: longText.slice(0, 200), stream: { end: 'hang' } });
      for await (const part of provider.stream(question, context)) {
        expect(part.type).toBe('text');
        break;
      }
      const leftAt = performance.now();
      const closedAt = await eventually('upstream to be closed', () => lastRequest().closedByClientAt);
      expect(closedAt - leftAt).toBeLessThan(100);
    });

    it('had left before: nothing is sent', async () => {
      const before = standIn.requests.length;
      const gone = AbortSignal.abort(reason);
      await expect(provider.complete(question, { model, signal: gone })).rejects.toBe(reason);
      expect(standIn.requests).toHaveLength(before);
    });
  });

  describe('behind the router', () => {
    const scope = {
      taskId: 't1',
      runId: 'r1',
      agent: 'code',
      organizationId: 'o1',
      maxCostUsd: 5,
      spentUsd: 0,
    };
    // Some vendors state no price: nobody without one is asked.
    const price = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1, source: 'test' };
    const routing = Routing.parse({ prices: { [vendor.manifest.id]: price } });

    it('a hang before the first byte, within an answer or within a stream ends at the deadline, and upstream is closed', async () => {
      const candidates = [{ provider, manifest: vendor.manifest, model }];
      const router = createRouter({ candidates, routing, clock: systemClock, log: silentLogger() });
      const first = standIn.requests.length;
      const startedAt = Date.now();
      const bound = router.bind({ ...scope, deadline: startedAt + 250 });
      // One after the other, so that each gets its answer; all wait together.
      const begun = async (answer: ScriptedAnswer, ask: () => Promise<unknown>) => {
        const before = standIn.requests.length;
        standIn.enqueue(answer);
        const failure = ask().catch((error: unknown) => error);
        await eventually('the request', () => standIn.requests[before]);
        return { failure };
      };
      const all = [
        await begun({ hang: 'before-headers' }, () => bound.complete(question, never)),
        await begun({ text: longText, hang: 'in-body' }, () => bound.complete(question, never)),
        await begun({ text: longText.slice(0, 200), stream: { end: 'hang' } }, async () => {
          for await (const part of bound.stream(question, never)) expect(part.type).not.toBe('finish');
        }),
      ];
      const failures = await Promise.all(all.map(({ failure }) => failure));
      expect(failures).toMatchObject([
        { code: 'providers.exhausted', attempts: [{ code: 'providers.timeout' }] },
        { code: 'providers.exhausted', attempts: [{ code: 'providers.timeout' }] },
        { code: 'providers.timeout' },
      ]);
      expect(Date.now() - startedAt).toBeLessThan(700);
      const closed = () => standIn.requests.slice(first).filter((request) => request.closedByClientAt);
      await eventually('upstream to be closed', () => closed().length === 3);
    });

    it('nothing of the key, the prompt or the answer is in records and log lines', async () => {
      const lines: string[] = [];
      const destination = { write: (line: string) => void lines.push(line) };
      const log = createLogger({ level: 'trace', name: 'test', destination });
      const records: CompletionRecord[] = [];
      const candidates = [{ provider: open({}, log), manifest: vendor.manifest, model }];
      const router = createRouter({
        candidates,
        routing,
        clock: systemClock,
        log,
        onRecord: (record) => void records.push(record),
      });
      const bound = router.bind({ ...scope, deadline: Date.now() + 5_000 });
      const request = { ...question, messages: [{ role: 'user', content: 'canary prompt' }] } as const;
      standIn.enqueue(
        { text: 'canary answer' },
        { error: vendor.failures['400']!.error },
        { error: vendor.failures['403']!.error },
      );
      await bound.complete(request, never);
      await bound.complete(request, never).catch((error: unknown) => log.error({ err: error }, 'failed'));
      await bound.complete(request, never).catch((error: unknown) => log.error({ err: error }, 'failed'));
      expect(records.map(({ outcome }) => outcome)).toEqual(['answered', 'failed', 'failed']);
      expect(lines.length).toBeGreaterThanOrEqual(6);
      const said = JSON.stringify([lines, records]);
      for (const secret of [standIn.apiKey, 'canary prompt', 'canary answer'])
        expect(said).not.toContain(secret);
    });
  });

  it('nothing of the key or the prompt is in any error', async () => {
    const apiKey = 'canary_key_4f9a1c';
    const own = await vendor.start({ apiKey });
    const secretive = vendor.createProvider({ apiKey, baseUrl: own.baseUrl }, { log: silentLogger(), clock });
    const prompt = 'canary prompt 77b2';
    const echo = {
      error: { type: apiKey, code: apiKey, param: prompt, message: `${prompt} ${apiKey}` },
    };
    const answers: ScriptedAnswer[] = [400, 401, 402, 403, 404, 413, 429, 500, 503].map((status) => ({
      error: { status, body: echo, headers: { 'x-request-id': apiKey, 'request-id': apiKey } },
    }));
    for (const answer of [...answers, { stream: { error: { status: 500, body: echo } } }]) {
      own.enqueue(answer);
      const request = { ...question, messages: [{ role: 'user', content: prompt }] } as const;
      const failed = await collect(secretive.stream(request, context)).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(Error);
      const said = JSON.stringify([
        failed,
        (failed as Error).message,
        (failed as Error).stack,
        (failed as Error).cause,
      ]);
      expect(said).not.toContain(apiKey);
      expect(said).not.toContain('canary prompt');
    }
    await own.close();
  });
});
