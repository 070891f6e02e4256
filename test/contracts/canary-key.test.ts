import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTotalsReader } from '#apps/hub/totals.ts';
import { toCompletionRow } from '#jobs/completion-rows.ts';
import { genaiSpan } from '#jobs/genai-span.ts';
import { systemClock } from '#monitoring/clock.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { createLogger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import { toOtlpSpan } from '#monitoring/otlp/span.ts';
import { settingsOf } from '#monitoring/settings.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import { manifests } from '#providers/manifests.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { createRouter } from '#providers/router/router.ts';
import type { SharedState } from '#providers/router/shared-state.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

/** In pieces, so that no scanner takes it for a key. It has characters that URLs and JSON write otherwise. */
const canary = ['canary', 'sk', '4b7e+19/aQ', 'x'.repeat(24)].join('-');
const forms = [
  canary,
  encodeURIComponent(canary),
  Buffer.from(canary).toString('base64'),
  canary.slice(8, 30),
];

let server: Server;
let url: string;
let target: TestDatabase;
let rows: Rows;
/** Answers in which the key stood. */
let betrayed = 0;
/** What the vendor answers next. */
let status = 200;

beforeAll(async () => {
  server = createServer((request, response) => void betray(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  target = await createTestDatabase();
  rows = await openRows(target.url);
});
afterAll(async () => {
  server.close();
  await rows.close();
  await target.drop();
});

const statuses = [200, 400, 401, 404, 429, 500];

/** A vendor that says back whatever it was told, the key with it, in body, headers and redirect. */
async function betray(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const told = JSON.stringify([request.url, request.headers, await text(request)]);
  if (forms.some((form) => told.includes(form))) betrayed += 1;
  const message = `Incorrect API key provided: ${told}`;
  const choices = [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }];
  const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-request-id': told.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 2_000),
    'retry-after': '0',
  });
  response.end(
    status === 200
      ? JSON.stringify({ id: '1', object: 'chat.completion', model: 'm', choices, usage })
      : JSON.stringify({
          error: { message, type: message, code: 'invalid_api_key', param: message },
          message,
        }),
  );
}

/** All that could be shared with other processes. */
function openShared(): SharedState & { readonly kept: unknown[] } {
  const kept: unknown[] = [];
  return {
    kept,
    get: async () => undefined,
    set: async (...entry) => void kept.push(entry),
    take: async (...taken) => {
      kept.push(taken);
      return { ok: true, resetMs: 0 };
    },
    publish: async (...news) => void kept.push(news),
    subscribe: () => () => undefined,
  };
}

/** Who looks at keys, models and routes, or asks, is told of everything but the keys. */
async function toldOnTheCommandLine(): Promise<string[]> {
  const ofVendors = Object.values(manifests).flatMap(({ settings }) =>
    settingsOf(settings).flatMap(({ name, env }) =>
      name === 'apiKey' ? [[env, canary]] : name === 'baseUrl' ? [[env, url]] : [],
    ),
  );
  const environment = { DATABASE_URL: target.url, ...Object.fromEntries(ofVendors) } as Record<
    string,
    string
  >;
  const told: string[] = [];
  for (const line of [
    'doctor --json',
    'models --json',
    'route explain --json',
    'route list --json',
    'ask --explain why',
  ]) {
    status = line.startsWith('ask') ? 400 : 401;
    const { out, err } = await runAmas(line.split(' '), environment);
    expect(out + err, line).not.toBe('');
    told.push(`cli ${line} ${out} ${err}`);
  }
  return told;
}

const question = (content: string) => ({
  messages: [{ role: 'user', content } as const],
  maxOutputTokens: 50,
  temperature: 0,
});

it("no vendor's key gets into logs, errors, records, spans, metrics, alerts, commands or what is shared", async () => {
  const seen: string[] = [];
  const log = createLogger({
    level: 'trace',
    name: 'test',
    destination: { write: (line: string) => void seen.push(`log ${line}`) },
  });
  const shared = openShared();
  const { database, tenant } = rows;
  for (const manifest of Object.values(manifests)) {
    const names = settingsOf(manifest.settings).map(({ name }) => name);
    const settings = { ...(names.includes('apiKey') ? { apiKey: canary } : {}), baseUrl: url, model: 'm' };
    const candidates = await candidatesFrom({ [manifest.id]: settings }, { log, clock: systemClock });
    expect(candidates.length, manifest.id).toBeGreaterThan(0);
    const router = createRouter({
      candidates,
      clock: systemClock,
      log,
      shared,
      onAlert: (alert) => void seen.push(`alert ${JSON.stringify(alert)}`),
      onRecord: async (record, scope) => {
        seen.push(`record ${JSON.stringify(record)}`);
        seen.push(`span ${JSON.stringify(toOtlpSpan(genaiSpan(record, scope, Date.now())))}`);
        await recordCompletion(database.store, toCompletionRow(record, scope));
      },
    });
    const model = router.bind({
      agent: 'code',
      organizationId: tenant.organizationId,
      deadline: Date.now() + 500,
      maxCostUsd: 1,
      spentUsd: 0,
    });
    const signal = AbortSignal.timeout(10_000);
    const [first] = candidates;
    const alone = statuses.map((next) => async () => {
      status = next;
      await first?.provider.complete(question('alone'), { model: 'm', signal });
    });
    const routed = [500, 200, 401].map((next) => async () => {
      status = next;
      await model.complete(question('routed'), signal);
    });
    const ways = [
      ...alone,
      ...routed,
      async () => {
        status = 400;
        for await (const part of model.stream(question('three'), signal))
          seen.push(`part ${JSON.stringify(part)}`);
      },
    ];
    for (const ask of ways) {
      await ask().catch((error: unknown) => {
        seen.push(`error ${inspect(error, { depth: 8 })} ${publicMessageOf(error)}`);
      });
    }
    seen.push(`health ${JSON.stringify(router.health())}`);
    router.close();
  }
  seen.push(`shared ${JSON.stringify(shared.kept)}`, ...(await toldOnTheCommandLine()));
  const { rows: stored } = await database.pool.query('select * from completions');
  expect(stored.length).toBe(4 * Object.keys(manifests).length);
  seen.push(`rows ${JSON.stringify(stored)}`);
  const metrics = createMetrics();
  await createTotalsReader(metrics, database)();
  seen.push(`metrics ${(await metrics.render()).body}`);
  metrics.close();

  expect(betrayed).toBeGreaterThan(statuses.length * (Object.keys(manifests).length - 1));
  expect(seen.some((line) => line.startsWith('alert'))).toBe(true);
  const leaks = seen.filter((line) => forms.some((form) => line.includes(form)));
  expect(leaks.map((line) => line.slice(0, 600))).toEqual([]);
});
