import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { publicFetch } from '#monitoring/http/outbound-fetch.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type { CompletionRequest } from '#providers/contract.ts';
import { maxAnswerBytes } from '#providers/http/limited-body.ts';
import { vendors } from './provider-vendors.ts';

/** One for each way in which answers are read: OpenAI's client, Groq's, Anthropic's own reader, and none. */
const readers = vendors.filter(({ manifest }) =>
  ['openai', 'groq', 'anthropic', 'google'].includes(manifest.id),
);
const question: CompletionRequest = { messages: [{ role: 'user', content: 'Hi' }], maxOutputTokens: 10 };
const never = new AbortController().signal;

/** Two hundred megabytes in pieces of one, and how many of them were taken. */
function flood(piece: string): { readonly body: ReadableStream<Uint8Array>; readonly taken: () => number } {
  const bytes = Buffer.from(piece);
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += bytes.length;
      if (taken > 200_000_000) controller.close();
      else controller.enqueue(bytes);
    },
  });
  return { body, taken: () => taken };
}

const events: Readonly<Record<string, (text: string) => string>> = {
  anthropic: (text) =>
    `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })}\n\n`,
  google: (text) =>
    `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text }] } }] })}\n\n`,
};
const chatEvent = (text: string) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: text } }] })}\n\n`;

describe.each(readers)('$manifest.id', (vendor) => {
  const context = { model: vendor.manifest.models[0]!.id, signal: never };
  const answering = (response: () => Response) =>
    vendor.createProvider(
      { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' },
      { log: silentLogger(), clock: systemClock, fetch: () => Promise.resolve(response()) },
    );

  it.each<[number, string]>([
    [200, 'providers.malformed_response'],
    [400, 'providers.bad_request'],
  ])('a body of 200 MB with status %i ends at the limit with a typed error', async (status, code) => {
    const { body, taken } = flood(' '.repeat(1_000_000));
    const headers = { 'content-type': 'application/json' };
    const provider = answering(() => new Response(body, { status, headers }));
    // The clients of some vendors hide why a refusal could not be read: its status stands for it.
    const hidden = { code: expect.stringMatching(`^(providers.malformed_response|${code})$`) };
    await expect(provider.complete(question, context)).rejects.toMatchObject(hidden);
    expect(taken()).toBeLessThan(maxAnswerBytes + 3_000_000);
  });

  it('a stream of 200 MB is cut at the limit with a typed error', async () => {
    const piece = (events[vendor.manifest.id] ?? chatEvent)('a'.repeat(1_000_000));
    const { body, taken } = flood(piece);
    const provider = answering(
      () => new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } }),
    );
    let characters = 0;
    const read = async () => {
      for await (const part of provider.stream(question, context)) {
        if (part.type === 'text') characters += part.text.length;
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'providers.malformed_response', mayBeBilled: true });
    expect(characters).toBeLessThanOrEqual(maxAnswerBytes);
    expect(taken()).toBeLessThan(maxAnswerBytes + 3_000_000);
  });

  it('a name that leads into the private network when it is connected to is refused, and nothing is sent', async () => {
    const server = createServer();
    let connections = 0;
    server.on('connection', (socket) => {
      connections += 1;
      socket.destroy();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const provider = vendor.createProvider(
      { apiKey: 'k', baseUrl: `http://localhost:${port}` },
      { log: silentLogger(), clock: systemClock, fetch: publicFetch },
    );
    await expect(provider.complete(question, context)).rejects.toMatchObject({
      code: 'providers.model_not_found',
      mayBeBilled: false,
      publicMessage: expect.stringContaining('points into the private network by now') as string,
    });
    expect(connections).toBe(0);
    server.close();
  });

  it('of a key that is repeated the last counts, once', async () => {
    const { start, createProvider } = vendor;
    const standIn = await start();
    const provider = createProvider(
      { apiKey: standIn.apiKey, baseUrl: standIn.baseUrl },
      {
        log: silentLogger(),
        clock: systemClock,
        async fetch(...request) {
          const response = await fetch(...request);
          const text = await response.text();
          const usage = /"(usage|usageMetadata)":(\{.*?\}\}|\{[^{}]*\})/.exec(text);
          const twice = usage ? text.replace(usage[0], `"${usage[1]!}":{"first":1},${usage[0]}`) : text;
          return new Response(twice, {
            status: response.status,
            headers: { 'content-type': 'application/json' },
          });
        },
      },
    );
    standIn.enqueue({ text: 'Once.' });
    const result = await provider.complete(question, context);
    await standIn.close();
    expect(result.text).toBe('Once.');
    expect(result.usage?.output).toBe(30);
  });
});
