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
import { startBenchDatabase, type BenchDatabase } from './bench-database.ts';
import { closedLoop, openLoop, type LoadResult } from './load-generator.ts';

const inFlight = 64;
const warmUp = 5_000;
const requests = 15_000;
const settleMs = 5_000;
/** The gateways of one run share a database, and so what seals its secrets. */
const encryptionKey = Buffer.alloc(32, 7).toString('base64');

/** `/v1` with a model that answers at once, beside direct calls of the same server in the same run. */
export async function benchGateway(print: (line: string) => void): Promise<void> {
  const database = await startBenchDatabase();
  const upstream = await startNode([join(root, 'test/load/fake-upstream.ts')]);
  const [, upstreamPort = ''] = await upstream.waitForLine(/listens on (\d+)/);
  const key = await makeKey(database.url);
  const ground = { database, upstreamPort: Number(upstreamPort), key, print };
  try {
    // The second start finds compiled code, as every start but the first does.
    await withGateway(ground, 1, async () => undefined);
    await withGateway(ground, 1, (door) => benchOne(ground, door));
    await withGateway(ground, 2, (door) => benchCeiling(ground, door, 'two processes, '));
  } finally {
    await upstream.stop();
    await database.stop();
  }
}

interface Ground {
  readonly database: BenchDatabase;
  readonly upstreamPort: number;
  readonly key: string;
  readonly print: (line: string) => void;
}

interface Door {
  readonly pid: number;
  readonly port: number;
}

async function withGateway(
  { database, upstreamPort }: Ground,
  processes: number,
  measure: (door: Door) => Promise<void>,
): Promise<void> {
  const directory = await tempDirectory('bench-gateway');
  const port = await freePort('127.0.0.1');
  // Its log goes to a file: the generator, which shares the cores, must not read a line for each request.
  const command = `exec "${process.execPath}" "${join(root, 'apps/gateway/main.ts')}" 2>"${join(directory.path, 'log')}"`;
  const gateway = await startProgram('/bin/sh', ['-c', command], {
    env: {
      DATABASE_URL: database.url,
      AMAS_DATA_DIR: directory.path,
      AMAS_ENCRYPTION_KEY: encryptionKey,
      GATEWAY_PORT: String(port),
      GATEWAY_PROCESSES: String(processes),
      LOCAL_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      LOCAL_MODEL: 'bench-model',
      LOG_LEVEL: 'info',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/amas'),
    },
  });
  const isReady = async () =>
    (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.ok === true;
  try {
    await eventually('the gateway is ready', isReady, { timeoutMs: 20_000 });
    await wait(settleMs);
    await measure({ pid: gateway.pid, port });
  } finally {
    await gateway.stop();
    await directory.remove();
  }
}

async function benchOne(ground: Ground, { pid, port }: Door): Promise<void> {
  const { database, upstreamPort, key, print } = ground;
  print(`at rest: ${await residentMb(pid)} MB resident`);
  await benchCeiling(ground, { pid, port }, '');
  const calmRequests = Array.from({ length: 500 }, () => requestOf(key, false));
  const calmDirect = await openLoop(upstreamPort, calmRequests, 50);
  const calm = await openLoop(port, calmRequests, 50);
  print(
    `at 50/s (open loop): p50 ${ms(calm.latency.p50)}, p99 ${ms(calm.latency.p99)}; direct p50 ${ms(calmDirect.latency.p50)}, p99 ${ms(calmDirect.latency.p99)}; ` +
      `added p50 ${ms(calm.latency.p50 - calmDirect.latency.p50)}, p99 ${ms(calm.latency.p99 - calmDirect.latency.p99)}`,
  );
  const firstDirect = await firstBytes(upstreamPort, requestOf(key, true));
  const first = await firstBytes(port, requestOf(key, true));
  print(
    `first byte of a stream: p50 ${ms(first.p50)}, p99 ${ms(first.p99)}; direct p50 ${ms(firstDirect.p50)}, p99 ${ms(firstDirect.p99)}; delayed by ${ms(first.p50 - firstDirect.p50)}`,
  );
  print(`after the load: ${await residentMb(pid)} MB resident`);
  await wait(1_000);
  const calls = warmUp + requests + calmRequests.length + streams;
  const kept = Number((await database.query('select count(*) from completions'))[0]?.['count']);
  if (kept !== calls) throw new Error(`${calls} calls, ${kept} records`);
}

async function benchCeiling(
  { upstreamPort, key, print }: Ground,
  { port }: Door,
  name: string,
): Promise<void> {
  const asked = (count: number) => Array.from({ length: count }, () => requestOf(key, false));
  await closedLoop(port, asked(warmUp), inFlight);
  const direct = await closedLoop(upstreamPort, asked(requests), inFlight);
  const through = await closedLoop(port, asked(requests), inFlight);
  print(
    `${name}${inFlight} connections: ${told(through)}; direct ${told(direct)} (ratio ${(through.perSecond / direct.perSecond).toFixed(2)})`,
  );
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
