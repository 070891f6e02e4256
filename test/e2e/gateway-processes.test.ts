import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '#apps/cli/server/free-port.ts';
import { createApiKey } from '#prisma/repositories/api-keys.ts';
import { startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { startNode, type StartedProcess } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

let target: TestDatabase;
let rows: Rows;
let directory: TempDirectory;
let groq: ProviderStandIn;
let gateway: StartedProcess;
let environment: Record<string, string>;
let url: string;
let key: string;

beforeAll(async () => {
  [target, directory, groq] = await Promise.all([
    createTestDatabase(),
    tempDirectory('gateway-processes'),
    startGroqStandIn({ fallback: () => ({ text: 'Here.' }) }),
  ]);
  rows = await openRows(target.url);
  const port = await freePort('127.0.0.1');
  url = `http://127.0.0.1:${port}`;
  environment = {
    DATABASE_URL: target.url,
    AMAS_DATA_DIR: directory.path,
    GATEWAY_PORT: String(port),
    GATEWAY_PROCESSES: '2',
    GROQ_API_KEY: groq.apiKey,
    GROQ_BASE_URL: groq.baseUrl,
    NODE_COMPILE_CACHE: `${root}/node_modules/.cache/amas`,
  };
  const made = await createApiKey(rows.database.store, {
    organizationId: rows.tenant.organizationId,
    name: 'processes',
    scopes: ['chat'],
    models: [],
  });
  key = made.key;
  gateway = await startNode(['apps/gateway/main.ts'], { env: environment });
  await eventually('both processes listen', () => readyPids().length === 2, { timeoutMs: 20_000 });
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all([groq.close(), rows.close(), directory.remove()]);
  await target.drop();
});

/** Of the processes that said they are ready, in the order in which they did. */
function readyPids(): number[] {
  return gateway.lines.flatMap((line) => {
    const pid = /"pid":(\d+)/.exec(line)?.[1];
    return pid !== undefined && line.includes('gateway is ready') ? [Number(pid)] : [];
  });
}

/** Each on a connection of its own, so that the processes take turns. */
async function ask(count: number): Promise<number[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'Say here.' }] }),
      });
      await response.text();
      return response.status;
    }),
  );
}

async function answered(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  const line = /amas_http_requests_total\{[^}]*chat[^}]*status="200"[^}]*\} (\d+)/.exec(text);
  return Number(line?.[1] ?? 0);
}

it('whichever process is asked for the metrics answers for all', async () => {
  expect(new Set(await ask(20))).toEqual(new Set([200]));
  const scrapes = [await answered(), await answered(), await answered(), await answered()];
  expect(scrapes).toEqual([20, 20, 20, 20]);
});

it('a process that is killed is started again, and meanwhile the other one answers', async () => {
  const [, killed] = readyPids();
  process.kill(killed ?? 0, 'SIGKILL');
  await eventually('its end is told', () => gateway.lines.some((line) => line.includes('started again')));
  expect(new Set(await ask(8))).toEqual(new Set([200]));
  await eventually('there are two again', () => readyPids().length === 3);
  expect(new Set(await ask(8))).toEqual(new Set([200]));
});

it('a port that is taken is told once, with what to do', async () => {
  const second = await startNode(['apps/gateway/main.ts'], { env: environment });
  expect((await second.exit).code).toBe(1);
  expect(second.lines.filter((line) => line.includes('GATEWAY_PORT'))).toHaveLength(1);
});

it('SIGTERM ends all of them', async () => {
  const pids = readyPids();
  expect((await gateway.kill('SIGTERM')).code).toBe(0);
  const alive = pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
  expect(alive).toEqual([]);
});
