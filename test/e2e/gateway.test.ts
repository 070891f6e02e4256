import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#apps/gateway/config.ts';
import { startGateway } from '#apps/gateway/start-gateway.ts';
import { createApiKey, revokeApiKey, type NewApiKey } from '#prisma/repositories/api-keys.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { forgetOldWords } from '#jobs/reconcile/forget-words.ts';
import { manifests } from '#providers/manifests.ts';
import { groqErrors, startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { startMistralStandIn } from '#test/stand-ins/providers/mistral.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { freePort } from '#apps/cli/server/free-port.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { setWordsWish } from '#prisma/repositories/tenancy.ts';
import { uuidv7 } from '#prisma/uuid.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { openRows, type Rows } from '#test/support/rows.ts';

let target: TestDatabase;
let rows: Rows;
let groq: ProviderStandIn;
let mistral: ProviderStandIn;
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  [groq, mistral] = await Promise.all([startGroqStandIn(), startMistralStandIn()]);
  const port = await freePort('127.0.0.1');
  const config = readConfig(Object.values(manifests), {
    DATABASE_URL: target.url,
    GATEWAY_PORT: String(port),
    GROQ_API_KEY: groq.apiKey,
    GROQ_BASE_URL: groq.baseUrl,
    MISTRAL_API_KEY: mistral.apiKey,
    MISTRAL_BASE_URL: mistral.baseUrl,
    HF_TOKEN: 'hf-1',
  });
  stop = await startGateway(config, silentLogger());
  url = `http://127.0.0.1:${port}`;
  await eventually('the gateway is ready', async () => (await fetch(`${url}/ready`)).ok);
});

afterAll(async () => {
  await stop();
  await Promise.all([groq.close(), mistral.close(), rows.close()]);
  await target.drop();
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const seen: Item[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

let names = 0;

async function keyFor(made: Partial<NewApiKey> = {}) {
  names += 1;
  return await createApiKey(rows.database.store, {
    organizationId: rows.tenant.organizationId,
    name: `key ${names}`,
    scopes: ['chat', 'embeddings', 'models'],
    models: [],
    ...made,
  });
}

const clientOf = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const client = async (made: Partial<NewApiKey> = {}) => clientOf((await keyFor(made)).key);
/** Groq bills no cache writes and reports none. */
const usage = { inputUncached: 100, cacheRead: 40, cacheWrite: 0, output: 30, reasoning: 10 };
const hello = { model: 'auto', messages: [{ role: 'user' as const, content: 'Hello' }] };

async function failureOf(call: Promise<unknown>): Promise<APIError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw new Error('the call was expected to fail with an API error', { cause: error });
}

describe('the official OpenAI client, with only a base URL and a key of AMAS', () => {
  it('gets a whole answer, its usage, and headers that say who answered and what it cost', async () => {
    groq.enqueue({ text: 'Good day.', usage });
    const { data, response } = await (await client()).chat.completions.create(hello).withResponse();
    expect(data.choices[0]?.message.content).toBe('Good day.');
    expect(data.choices[0]?.finish_reason).toBe('stop');
    expect(data.usage?.total_tokens).toBe(data.usage!.prompt_tokens + data.usage!.completion_tokens);
    expect(response.headers.get('x-amas-model')).toBe('groq/openai/gpt-oss-120b');
    expect(Number(response.headers.get('x-amas-cost-usd'))).toBeGreaterThan(0);
    expect(Number(response.headers.get('x-amas-overhead-ms'))).toBeGreaterThanOrEqual(0);
    expect(response.headers.get('x-amas-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('streams text, then the reason, then the usage it asked for', async () => {
    groq.enqueue({ text: 'Grüße aus dem Hafen, wie versprochen.', usage });
    const { data: stream, response } = await (
      await client()
    ).chat.completions
      .create({ ...hello, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    expect(response.headers.get('x-amas-model')).toBe('groq/openai/gpt-oss-120b');
    const chunks = await all(stream);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('Grüße aus dem Hafen, wie versprochen.');
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop')).toHaveLength(1);
    expect(chunks.at(-2)).toMatchObject({
      amas: { provider: 'groq', costUsd: expect.any(Number), cache: 'off', overheadMs: expect.any(Number) },
    });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 140 } });
    expect(new Set(chunks.map(({ model }) => model))).toEqual(new Set(['groq/openai/gpt-oss-120b']));
  });

  it.each([false, true])('calls tools and takes their results (streamed: %s)', async (stream) => {
    groq.enqueue({ toolCalls: [{ name: 'weather', arguments: '{"place":"Kiel"}', id: 'call_1' }] });
    const openai = await client();
    const tools = [
      {
        type: 'function' as const,
        function: {
          name: 'weather',
          description: 'Weather at a place',
          parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
        },
      },
    ];
    const first = stream
      ? await openai.chat.completions.stream({ ...hello, tools }).finalChatCompletion()
      : await openai.chat.completions.create({ ...hello, tools });
    const message = first.choices[0]!.message;
    expect(message.tool_calls).toMatchObject([
      { function: { name: 'weather', arguments: '{"place":"Kiel"}' } },
    ]);
    groq.enqueue({ text: 'Rain.' });
    const second = await openai.chat.completions.create({
      ...hello,
      tools,
      messages: [
        ...hello.messages,
        { role: 'assistant', content: null, tool_calls: message.tool_calls! },
        { role: 'tool', tool_call_id: message.tool_calls![0]!.id, content: '12 degrees, rain' },
      ],
    });
    expect(second.choices[0]?.message.content).toBe('Rain.');
  });

  it('gets JSON of the schema it gives', async () => {
    groq.enqueue({ json: { city: 'Kiel' } });
    const answer = await (
      await client()
    ).chat.completions.create({
      ...hello,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'place',
          strict: true,
          schema: {
            type: 'object',
            properties: { city: { type: 'string' } },
            required: ['city'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ city: 'Kiel' });
  });

  it('gets a second try of an answer that does not follow its schema, and else an error that says so', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    };
    const ask = async () =>
      (await client()).chat.completions.create({
        ...hello,
        model: 'groq/openai/gpt-oss-120b',
        response_format: { type: 'json_schema', json_schema: { name: 'place', schema } },
      });
    groq.enqueue({ text: 'It is Kiel.' }, { json: { city: 'Kiel' } });
    expect((await ask()).choices[0]?.message.content).toBe('{"city":"Kiel"}');
    groq.enqueue({ json: { city: 7 } }, { json: { town: 'Kiel' } });
    const error = await failureOf(ask());
    expect([error.status, error.code]).toEqual([502, 'schema_mismatch']);
    expect(error.message).toContain('#/town');

    // A stream is held until it follows, so it is tried once more too; who reads along gets an error for its finish.
    const streamed = async (headers: Record<string, string> = {}): Promise<string> => {
      const openai = await client();
      const parts = await openai.chat.completions.create(
        {
          ...hello,
          model: 'groq/openai/gpt-oss-120b',
          stream: true,
          response_format: { type: 'json_schema', json_schema: { name: 'place', schema } },
        },
        { headers },
      );
      let text = '';
      for await (const { choices } of parts) {
        expect(choices[0]?.finish_reason === 'stop' && text !== '{"city":"Kiel"}').toBe(false);
        text += choices[0]?.delta.content ?? '';
      }
      return text;
    };
    groq.enqueue({ json: { city: 7 } }, { json: { city: 'Kiel' } });
    expect(await streamed()).toBe('{"city":"Kiel"}');
    groq.enqueue({ json: { city: 7 } }, { json: { city: 8 } });
    const held = await failureOf(streamed());
    expect([held.status, held.code]).toEqual([502, 'schema_mismatch']);
    const alongside = { 'x-amas-schema': 'as-it-comes' };
    groq.enqueue({ json: { city: 'Kiel' } }, { json: { city: 7 } });
    expect(await streamed(alongside)).toBe('{"city":"Kiel"}');
    const late = await failureOf(streamed(alongside));
    expect([late.status, late.code]).toEqual([undefined, 'schema_mismatch']);
    expect(late.message).toContain('do not use it');
    expect((await failureOf(streamed({ 'x-amas-schema': 'maybe' }))).status).toBe(400);
  });

  it('gets no answer for a schema that nothing can be held to, and holds nobody up with one', async () => {
    const ask = async (schema: object) =>
      failureOf(
        (await client()).chat.completions.create({
          ...hello,
          model: 'groq/openai/gpt-oss-120b',
          response_format: { type: 'json_schema', json_schema: { name: 'place', schema: { ...schema } } },
        }),
      );
    const before = groq.requests.length;
    for (const [schema, words] of [
      [{ type: 'objekt' }, '#/type takes array, boolean'],
      [{ properties: { city: { pattern: '(' } } }, '#/properties/city/pattern is no regular expression'],
      [{ anyOf: [{ items: [{ $ref: '#/$defs/city' }] }] }, '#/anyOf/items/$ref leads nowhere'],
      [{ $ref: 'https://elsewhere.example/city.json' }, 'a place in the schema itself'],
      [{ properties: ['city'] }, '#/properties must be an object of schemas'],
      [{ oneOf: [] }, '#/oneOf must be a list'],
      [{ required: 'city' }, '#/required must be a list of names'],
    ] as const) {
      const error = await ask(schema);
      expect([error.status, error.param]).toEqual([400, 'response_format.json_schema.schema']);
      expect(error.message).toContain(words);
    }
    expect(groq.requests.length).toBe(before);
    for (const schema of [{ properties: { city: { pattern: '^(a+)+$' } } }, { $ref: '#' }]) {
      groq.enqueue({ json: { city: `${'a'.repeat(60)}!` } });
      const error = await ask(schema);
      expect([error.status, error.message]).toEqual([
        400,
        expect.stringContaining('takes too long to hold an answer to'),
      ]);
    }
  });

  it('gets no JSON that means two things: another is asked, and alone it ends with an error', async () => {
    const twice = { text: '{"city":"Kiel","city":"Kiev"}' };
    const ask = async (model: string) =>
      (await client()).chat.completions.create({ ...hello, model, response_format: { type: 'json_object' } });
    groq.enqueue(twice);
    mistral.enqueue({ json: { city: 'Kiel' } });
    expect((await ask('auto')).choices[0]?.message.content).toBe('{"city":"Kiel"}');
    groq.enqueue(twice, twice);
    const error = await failureOf(ask('groq/openai/gpt-oss-120b'));
    expect([error.status, error.code]).toEqual([502, 'malformed_response']);
  });

  it('gets an answer of the next model when the first fails, streamed too, and is told', async () => {
    groq.enqueue({ error: groqErrors.overloaded });
    mistral.enqueue({ text: 'From the second.' });
    const stream = await (await client()).chat.completions.create({ ...hello, stream: true });
    const chunks = await all(stream);
    expect(chunks[0]?.model).toMatch(/^mistral\//);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('From the second.');
  });
});

describe('errors are those the client knows, and say what to do', () => {
  it.each([
    [{ ...hello, messages: [] }, 400, 'messages'],
    [{ ...hello, n: 2 }, 400, 'n: takes 1'],
    [{ ...hello, temperature: 9 }, 400, 'temperature'],
    [
      { ...hello, messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      400,
      'images, audio and files are not supported',
    ],
  ])('%j', async (body, status, words) => {
    const error = await failureOf((await client()).chat.completions.create(body as never));
    expect(error.status).toBe(status);
    expect(error.message).toContain(words);
  });

  it('no key, an unknown, a revoked and an expired one: 401; the wrong scope or model: 403', async () => {
    const revoked = await keyFor();
    await revokeApiKey(rows.database.store, revoked.row.id);
    const expired = await keyFor({ expiresAt: new Date(Date.now() - 1_000) });
    const chat = (openai: OpenAI) => failureOf(openai.chat.completions.create(hello));
    for (const [key, words] of [
      ['sk-other', 'not known'],
      [revoked.key, 'revoked'],
      [expired.key, 'expired'],
    ] as const) {
      const error = await chat(clientOf(key));
      expect([error.status, error.code]).toEqual([401, 'invalid_api_key']);
      expect(error.message).toContain(words);
      expect(error.message).not.toContain(key);
    }
    expect((await chat(await client({ scopes: ['models'] }))).status).toBe(403);
    const error = await chat(await client({ models: ['auto:cheap', 'groq/*'] }));
    expect([error.status, error.code]).toEqual([403, 'model_not_allowed']);
  });

  it('a key that asks too often is told how long to wait', async () => {
    groq.enqueue({ text: 'One.' });
    const openai = await client({ requestsPerMinute: 1 });
    await openai.chat.completions.create(hello);
    const error = await failureOf(openai.chat.completions.create(hello));
    expect(error.status).toBe(429);
    expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(50);
  });

  it('when nobody can answer, the status is honest also for a stream, and clients do not hammer', async () => {
    groq.enqueue({ error: groqErrors.contextTooLong });
    const error = await failureOf(
      (await client()).chat.completions.create({ ...hello, model: 'groq/openai/gpt-oss-120b', stream: true }),
    );
    expect([error.status, error.code]).toEqual([400, 'context_length_exceeded']);
    expect(error.headers?.get('x-should-retry')).toBe('false');
  });

  it('a stream that breaks off ends with an error, never like a complete answer', async () => {
    groq.enqueue({ text: 'This will not reach its end, whoever waits for it.', stream: { end: 'cut' } });
    const seen: string[] = [];
    const error = await failureOf(
      (async () => {
        const stream = await (await client()).chat.completions.create({ ...hello, stream: true });
        for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '');
      })(),
    );
    expect(seen.join('').length).toBeGreaterThan(0);
    expect(error.message).not.toBe('');
  });
});

describe('bad input', () => {
  const post = async (
    init: { method?: string; body: string; headers?: Record<string, string> },
    path = '/v1/chat/completions',
  ) => {
    const { key } = await keyFor();
    return await fetch(`${url}${path}`, {
      method: 'POST',
      ...init,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers },
    });
  };

  it.each([
    ['no JSON', '{"model":', 400, 'not valid JSON'],
    ['a repeated field', '{"model":"auto","model":"auto:fast","messages":[]}', 400, 'twice'],
    ['no object', '"hello"', 400, 'must be a JSON object'],
    ['a deep nest', `{"model":"auto","messages":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400, 'deeper'],
    ['17 MB', JSON.stringify({ model: 'auto', pad: 'x'.repeat(17 * 2 ** 20) }), 413, 'larger than 16 MiB'],
  ])('%s is refused with a sentence', async (_, body, status, words) => {
    const response = await post({ body });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: { message: string } }).error.message).toContain(words);
  });

  it('another content type, a compressed body, another path, another method', async () => {
    const statuses = await Promise.all([
      post({ body: '{}', headers: { 'content-type': 'text/plain' } }),
      post({ body: '{}', headers: { 'content-encoding': 'gzip' } }),
      post({ body: '{}' }, '/v1/assistants'),
      post({ method: 'PUT', body: '{}' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([415, 415, 404, 405]);
  });

  it('a stranger with a large body is refused before it is read', async () => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: 'x'.repeat(2 ** 20),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(401);
  });
});

describe('accounts', () => {
  it('the same question at temperature 0 is paid for once, and says so; a client may refuse kept answers', async () => {
    const openai = await client();
    const ask = async (headers: Record<string, string> = {}) => {
      const body = { ...hello, temperature: 0, messages: [{ role: 'user' as const, content: 'Kept?' }] };
      const { response } = await openai.chat.completions.create(body, { headers }).withResponse();
      return response.headers.get('x-amas-cache');
    };
    expect([await ask(), await ask(), await ask({ 'x-amas-cache': 'off' })]).toEqual(['miss', 'hit', 'off']);
    for (const header of ['x-amas-cache', 'x-amas-priority', 'x-amas-timeout-ms', 'x-amas-max-cost-usd']) {
      const error = await failureOf(ask({ [header]: '-1' }));
      expect([error.status, error.param]).toEqual([400, header]);
    }
  });

  it('every call is recorded with its key, its model, its cost and its decision', async () => {
    groq.enqueue({ text: 'Counted.', usage });
    const { key, row } = await keyFor();
    await clientOf(key).chat.completions.create({ ...hello, user: 'ada' });
    const stored = await eventually('the record', async () =>
      rows.database.store.completion.findFirst({ where: { apiKeyId: row.id } }),
    );
    expect(stored).toMatchObject({ provider: 'groq', outcome: 'answered', userId: 'ada', agent: 'gateway' });
    expect(Number(stored?.costUsd)).toBeGreaterThan(0);
    expect(stored?.decision).toMatchObject({ cache: expect.any(String), candidates: expect.any(Array) });
  });

  it('words are kept when the organization wants it, without credentials, shown by the id of the request, and go in time', async () => {
    const environment = { DATABASE_URL: target.url };
    const token = ['ghp', 'R8mP2xQ7vL4nT9wK3bY6cJ1dF5hG0sZaE2uI'].join('_');
    const { store, pool } = rows.database;
    const { id: organizationId } = await store.organization.create({
      data: { id: uuidv7(), slug: 'words', name: 'Words' },
    });
    await setWordsWish(store, organizationId, { isOn: true, days: 7 });
    const [silent, openai] = [await client(), await client({ organizationId })];
    const ask = async (asking: OpenAI, stream: boolean) => {
      const asked = asking.chat.completions.create({
        ...hello,
        stream,
        messages: [{ role: 'user', content: `Mine is\n${token}\n${groq.apiKey}` }],
      });
      const { data, response } = await asked.withResponse();
      if (Symbol.asyncIterator in data) await all(data);
      return response.headers.get('x-amas-request-id')!;
    };
    const wordsOf = async (requestId: string): Promise<unknown> =>
      (await store.completion.findFirst({ where: { requestId } }))?.content;
    groq.enqueue({ text: 'Silent.' });
    const before = await ask(silent, false);
    for (const stream of [false, true]) {
      groq.enqueue({ text: 'Well kept.' });
      const id = await ask(openai, stream);
      await eventually('the words', async () => Boolean(await wordsOf(id)));
      expect(await wordsOf(id)).toEqual({
        system: '',
        messages: [{ role: 'user', content: 'Mine is\n[redacted: a credential]\n[redacted]' }],
        answer: 'Well kept.',
      });
    }
    const story: { completions: readonly object[] } = (
      await runAmas(['show', before, '--json'], environment)
    ).json();
    expect(story).toMatchObject({ task: null, request: { id: before }, completions: [{ words: null }] });
    expect((await runAmas(['show', before], environment)).out).toMatch(/Request .* with the key key \d+/);

    const kept = 'select 1 from completions where content is not null';
    await forgetOldWords({ database: rows.database, log: silentLogger() });
    expect((await pool.query(kept)).rows).toHaveLength(2);
    await pool.query(
      "update completions set created_at = now() - interval '8 days' where content is not null",
    );
    await forgetOldWords({ database: rows.database, log: silentLogger() });
    expect((await pool.query(kept)).rows).toEqual([]);
  });

  it('a client that leaves ends the call upstream', async () => {
    groq.enqueue({ hang: 'before-headers' });
    const leaving = new AbortController();
    const call = (await client()).chat.completions.create(hello, { signal: leaving.signal });
    const before = groq.requests.length;
    await eventually('the call upstream', () => groq.requests.length > before);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await eventually('its end', () => groq.requests.at(-1)?.closedByClientAt !== undefined, {
      timeoutMs: 2_000,
    });
  });
});

describe('POST /v1/embeddings', () => {
  it('gives a vector for each text, in both encodings, and says who made it and what it cost', async () => {
    const { data, response } = await (
      await client()
    ).embeddings
      .create({ model: 'auto', input: ['one', 'two'] })
      .withResponse();
    expect(data.data.map(({ index }) => index)).toEqual([0, 1]);
    const plain = await (
      await client()
    ).embeddings.create({ model: 'auto', input: ['one'], encoding_format: 'float' });
    expect(data.data[0]?.embedding.length).toBe(plain.data[0]?.embedding.length);
    expect(response.headers.get('x-amas-model')).toMatch(/^mistral\//);
    expect(response.headers.get('x-amas-cost-usd')).toMatch(/^(0\.\d+|\d+e-\d+|unknown)$/);
    expect((await failureOf((await client()).embeddings.create({ model: 'auto', input: [] }))).status).toBe(
      400,
    );
  });
});

describe('GET /v1/models', () => {
  it('lists what this key may ask for', async () => {
    const every = await all(await (await client()).models.list());
    expect(every.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['auto', 'auto:cheap', 'auto:fast', 'groq/openai/gpt-oss-120b']),
    );
    // Nobody is told that what is unknown costs nothing, and who looks for the reason finds it.
    const said = (name: string) =>
      (every.find(({ id }) => id === name) as { amas?: unknown } | undefined)?.amas;
    expect(said('groq/openai/gpt-oss-120b')).toMatchObject({ price: { input: 0.15, output: 0.6 } });
    expect(said('hugging-face/openai/gpt-oss-120b')).toEqual({
      price: null,
      notAsked: { code: 'price-unknown', message: expect.stringContaining('under `prices`') as string },
    });
    expect(said('mistral/mistral-embed')).toMatchObject({ makes: 'embeddings', price: { input: 0.1 } });
    const some = await all(await (await client({ models: ['groq/*'] })).models.list());
    expect(some.map(({ id }) => id)).toEqual(['groq/openai/gpt-oss-120b']);
    expect((await (await client()).models.retrieve('groq/openai/gpt-oss-120b')).owned_by).toBe('groq');
  });
});
