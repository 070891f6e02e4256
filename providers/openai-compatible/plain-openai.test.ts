import OpenAI, { type ClientOptions } from 'openai';
import { expect, test } from 'vitest';
import { PlainOpenAI } from './plain-openai.ts';

type Client = new (options: ClientOptions & { fetch: typeof fetch }) => OpenAI;

/** What leaves the client for two requests to each of two paths. */
async function sentBy(Client: Client) {
  const sent: unknown[] = [];
  const client = new Client({
    apiKey: 'a-key',
    adminAPIKey: null,
    baseURL: 'http://127.0.0.1:1/v1',
    maxRetries: 0,
    fetchOptions: { redirect: 'manual' },
    fetch: (async (url: string, init: RequestInit) => {
      const { method, headers, body, redirect } = init;
      sent.push({ url, method, headers: [...new Headers(headers)], body, redirect });
      return Response.json({});
    }) as typeof fetch,
  });
  for (const question of ['one', 'two']) {
    await client.post('/chat/completions', { body: { question, at: '\u2028' } }).asResponse();
    await client.get('/models').asResponse();
  }
  return sent;
}

test('what is sent is what the SDK would send, request after request', async () => {
  const sent = await sentBy(PlainOpenAI);
  expect(sent).toHaveLength(4);
  expect(sent).toEqual(await sentBy(OpenAI));
});

test('a caller that leaves ends the request, and is told so', async () => {
  const leaving = new AbortController();
  const client = new PlainOpenAI({
    apiKey: 'a-key',
    baseURL: 'http://127.0.0.1:1/v1',
    maxRetries: 0,
    fetch: ((_url: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      })) as typeof fetch,
  });
  const asked = client.post('/chat/completions', { body: {}, signal: leaving.signal }).asResponse();
  setImmediate(() => leaving.abort(new Error('the client left')));
  await expect(asked).rejects.toThrow(OpenAI.APIUserAbortError);
});
