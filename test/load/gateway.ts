import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#apps/cli/server/free-port.ts';
import { openDatabase } from '#prisma/client.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createApiKey } from '#prisma/repositories/api-keys.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import { eventually } from '#test/support/eventually.ts';
import { startNode, startProgram } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { startBenchDatabase } from './bench-database.ts';
import { closedLoop, openLoop, type LoadResult } from './load-generator.ts';

const inFlight = 64;
const requests = 15_000;
const settleMs = 5_000;

/** `/v1` with a model that answers at once, beside direct calls of the same server in the same run. */
export async function benchGateway(print: (line: string) => void): Promise<void> {
  const database = await startBenchDatabase();
  const upstream = await startNode([join(root, 'test/load/fake-upstream.ts')]);
  const [, upstreamPort = ''] = await upstream.waitForLine(/listens on (\d+)/);
  const directory = await tempDirectory('bench-gateway');
  const port = await freePort('127.0.0.1');
  const start = async () => {
    // Its log goes to a file: the generator, which shares the cores, must not read a line for each request.
    const command = `exec "${process.execPath}" "${join(root, 'apps/gateway/main.ts')}" 2>"${join(directory.path, 'log')}"`;
    const gateway = await startProgram('/bin/sh', ['-c', command], {
      env: {
        DATABASE_URL: database.url,
        AMAS_DATA_DIR: directory.path,
        GATEWAY_PORT: String(port),
        LOCAL_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
        LOCAL_MODEL: 'bench-model',
        LOG_LEVEL: 'info',
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/amas'),
      },
    });
    const isReady = async () =>
      (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok === true;
    await eventually('the gateway is ready', isReady, { timeoutMs: 20_000 });
    return gateway;
  };
  // The second start finds compiled code, as every start but the first does.
  await (await start()).stop();
  const gateway = await start();
  try {
    const key = await makeKey(database.url);
    await wait(settleMs);
    print(`at rest: ${await residentMb(gateway.pid)} MB resident`);
    const asked = (count: number, stream = false) =>
      Array.from({ length: count }, () => requestOf(key, stream));
    await closedLoop(port, asked(2_000), inFlight);
    const direct = await closedLoop(Number(upstreamPort), asked(requests), inFlight);
    const through = await closedLoop(port, asked(requests), inFlight);
    print(
      `${inFlight} connections: ${told(through)}; direct ${told(direct)} (ratio ${(through.perSecond / direct.perSecond).toFixed(2)})`,
    );
    const calmDirect = await openLoop(Number(upstreamPort), asked(500), 50);
    const calm = await openLoop(port, asked(500), 50);
    print(
      `at 50/s (open loop): p50 ${ms(calm.latency.p50)}, p99 ${ms(calm.latency.p99)}; direct p50 ${ms(calmDirect.latency.p50)}, p99 ${ms(calmDirect.latency.p99)}; ` +
        `added p50 ${ms(calm.latency.p50 - calmDirect.latency.p50)}, p99 ${ms(calm.latency.p99 - calmDirect.latency.p99)}`,
    );
    const firstDirect = await firstBytes(Number(upstreamPort), requestOf(key, true));
    const first = await firstBytes(port, requestOf(key, true));
    print(
      `first byte of a stream: p50 ${ms(first.p50)}, p99 ${ms(first.p99)}; direct p50 ${ms(firstDirect.p50)}, p99 ${ms(firstDirect.p99)}; delayed by ${ms(first.p50 - firstDirect.p50)}`,
    );
    print(`after the load: ${await residentMb(gateway.pid)} MB resident`);
    const recorded = async () =>
      Number((await database.query('select count(*) from completions'))[0]?.['count']);
    await wait(1_000);
    const calls = 2_000 + requests + 500 + streams;
    const kept = await recorded();
    if (kept !== calls) throw new Error(`${calls} calls, ${kept} records`);
  } finally {
    await gateway.stop();
    await upstream.stop();
    await directory.remove();
    await database.stop();
  }
}

async function makeKey(url: string): Promise<string> {
  const database = openDatabase({ url, maxConnections: 2, applicationName: 'bench', log: silentLogger() });
  const { organizationId } = await ensureDefaultProject(database);
  const { key } = await createApiKey(database.store, {
    organizationId,
    name: 'bench',
    scopes: ['chat'],
    models: [],
  });
  await database.close();
  return key;
}

function requestOf(key: string, stream: boolean): Buffer {
  const body = JSON.stringify({
    model: 'auto',
    ...(stream ? { stream: true } : {}),
    max_tokens: 100,
    temperature: 0.7,
    messages: [
      { role: 'system', content: 'You are helpful. '.repeat(20) },
      { role: 'user', content: 'Say hello to whoever measures this. '.repeat(10) },
    ],
  });
  return Buffer.from(
    [
      'POST /v1/chat/completions HTTP/1.1',
      'Host: 127.0.0.1',
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

const streams = 300;

/** From the request to the first event, one stream after the other. */
async function firstBytes(port: number, request: Buffer): Promise<{ p50: number; p99: number }> {
  const head = request.toString();
  const body = head.slice(head.indexOf('\r\n\r\n') + 4);
  const authorization = /Authorization: (.*)\r\n/.exec(head)?.[1] ?? '';
  const times: number[] = [];
  for (let round = 0; round < streams; round += 1) {
    const startedAt = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    const reader = response.body!.getReader();
    await reader.read();
    times.push(performance.now() - startedAt);
    while (!(await reader.read()).done);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}

const ms = (value: number) => `${value.toFixed(2)} ms`;
const told = ({ perSecond, latency, otherAnswers }: LoadResult) =>
  `${perSecond.toFixed(0)}/s, p50 ${ms(latency.p50)}, p99 ${ms(latency.p99)}${Object.keys(otherAnswers).length > 0 ? `, other answers ${JSON.stringify(otherAnswers)}` : ''}`;
