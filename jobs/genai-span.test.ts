import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createSpanExporter, readExporterHeaders } from '#monitoring/otlp/span-exporter.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import { genaiSpan } from './genai-span.ts';

interface Received {
  readonly path: string;
  readonly authorization: string;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- read as a collector without types does
}

let server: Server | undefined;
afterEach(() => void server?.close());

/** A collector that keeps what it is sent. */
async function startCollector(status = 200): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const { authorization = '' } = request.headers;
    received.push({ path: request.url ?? '', authorization, body: JSON.parse(await text(request)) });
    response.writeHead(status).end('{}');
  };
  server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const record: CompletionRecord = {
  provider: 'google',
  model: 'gemini',
  outcome: 'answered',
  prompt: 'security/review-v1',
  usage: { inputUncached: 100, cacheRead: 20, cacheWrite: 3, output: 50, reasoning: 10 },
  costUsd: 0.0125,
  latencyMs: 1_000,
  attempts: [
    {
      provider: 'groq',
      model: 'small',
      outcome: 'failed',
      code: 'providers.overloaded',
      startedMs: 0,
      latencyMs: 90,
    },
    {
      provider: 'google',
      model: 'gemini',
      outcome: 'answered',
      startedMs: 95,
      latencyMs: 900,
      costUsd: 0.0125,
    },
  ],
  warnings: [],
  decision: {
    policy: { name: 'order', layer: 'default' },
    candidates: [],
    cache: 'miss',
    timeToFirstPartMs: 250,
    overheadMs: 0.4,
  },
};
const owner = { organizationId: 'o', projectId: 'p', taskId: 't', runId: 'r', agent: 'security' };
const endMs = Date.parse('2026-11-27T12:00:01.000Z');

it('a model call reaches an OTLP collector as one GenAI span with its attempts, without a word of it', async () => {
  const { url, received } = await startCollector();
  const headers = readExporterHeaders('authorization=Bearer%20abc,x-team = core');
  const exporter = createSpanExporter({
    endpoint: `${url}/`,
    headers,
    service: 'amas-worker',
    log: silentLogger(),
  });
  exporter.add(genaiSpan(record, owner, endMs));
  exporter.add(genaiSpan({ ...record, outcome: 'failed', code: 'providers.timeout' }, owner, endMs));
  await exporter.close();
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ path: '/v1/traces', authorization: 'Bearer abc' });
  const [{ resource, scopeSpans }] = received[0]!.body.resourceSpans;
  expect(resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'amas-worker' } }]);
  const [span, failed] = scopeSpans[0].spans;
  expect(span).toMatchObject({
    name: 'chat small',
    kind: 3,
    startTimeUnixNano: '1795780800000000000',
    endTimeUnixNano: '1795780801000000000',
    status: {},
  });
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(failed.traceId).toBe(span.traceId);
  const attributes = Object.fromEntries(
    span.attributes.map(({ key, value }: { key: string; value: object }) => [key, Object.values(value)[0]]),
  );
  expect(attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'small',
    'gen_ai.response.model': 'gemini',
    'gen_ai.agent.name': 'security',
    'gen_ai.prompt.name': 'security/review',
    'gen_ai.prompt.version': 'v1',
    'gen_ai.usage.input_tokens': '123',
    'gen_ai.usage.output_tokens': '50',
    'gen_ai.usage.cache_read.input_tokens': '20',
    'gen_ai.response.time_to_first_chunk': 0.25,
    'amas.cost_usd': 0.0125,
    'amas.task.id': 't',
  });
  expect(span.events.map(({ timeUnixNano }: { timeUnixNano: string }) => timeUnixNano)).toEqual([
    '1795780800000000000',
    '1795780800095000000',
  ]);
  expect(failed.status).toEqual({ code: 2, message: 'providers.timeout' });
});

it('a collector that refuses or is away costs no call anything', async () => {
  const { url, received } = await startCollector(503);
  for (const endpoint of [url, 'http://127.0.0.1:1']) {
    const exporter = createSpanExporter({ endpoint, headers: {}, service: 'amas', log: silentLogger() });
    exporter.add(genaiSpan(record, owner, endMs));
    await exporter.close();
  }
  expect(received).toHaveLength(1);
});
