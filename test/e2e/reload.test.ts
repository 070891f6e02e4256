import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Check } from '#apps/cli/doctor/check.ts';
import { freePort } from '#apps/cli/server/free-port.ts';
import { createApiKey } from '#prisma/repositories/api-keys.ts';
import { readConfigurations } from '#prisma/repositories/model-configurations.ts';
import { startGroqStandIn } from '#test/stand-ins/providers/groq.ts';
import { startMistralStandIn } from '#test/stand-ins/providers/mistral.ts';
import type { ProviderStandIn } from '#test/stand-ins/providers/vendor-stand-in.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { startNode, type StartedProcess } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

let target: TestDatabase;
let rows: Rows;
let directory: TempDirectory;
let former: ProviderStandIn;
let fresh: ProviderStandIn;
let mistral: ProviderStandIn;
let gateway: StartedProcess;
let worker: StartedProcess;
let environment: Record<string, string>;
let url: string;
/** Of who goes on, and of who leaves the team meanwhile. */
let keys: Record<'stays' | 'leaves', string>;

const slowly = () => ({ text: 'Here.', delayMs: 40 });

/** As editors do, and as Kubernetes replaces a mounted secret: another file takes the place. */
async function write(name: string, lines: readonly string[]): Promise<void> {
  const path = join(directory.path, name);
  await writeFile(`${path}.new`, `${lines.join('\n')}\n`);
  await rename(`${path}.new`, path);
}

const groqKey = (standIn: ProviderStandIn) => [
  `GROQ_API_KEY=${standIn.apiKey}`,
  `GROQ_BASE_URL=${standIn.baseUrl}`,
];
const mistralKey = () => [`MISTRAL_API_KEY=${mistral.apiKey}`, `MISTRAL_BASE_URL=${mistral.baseUrl}`];

beforeAll(async () => {
  [target, directory] = await Promise.all([createTestDatabase(), tempDirectory('reload')]);
  rows = await openRows(target.url);
  [former, fresh, mistral] = await Promise.all([
    startGroqStandIn({ apiKey: 'gsk-former', fallback: slowly }),
    startGroqStandIn({ apiKey: 'gsk-fresh', fallback: slowly }),
    startMistralStandIn({ fallback: slowly }),
  ]);
  await write('routing.yml', ['default: { where: { allow: [groq, mistral] } }']);
  await write('keys.env', [
    ...groqKey(former),
    ...mistralKey(),
    `AMAS_ROUTING=${join(directory.path, 'routing.yml')}`,
  ]);
  const port = await freePort('127.0.0.1');
  url = `http://127.0.0.1:${port}`;
  environment = {
    DATABASE_URL: target.url,
    AMAS_DATA_DIR: directory.path,
    AMAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    AMAS_ENV_FILE: join(directory.path, 'keys.env'),
    GATEWAY_PORT: String(port),
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/amas'),
  };
  const keyOf = async (name: string) => {
    const { organizationId } = rows.tenant;
    return (await createApiKey(rows.database.store, { organizationId, name, scopes: ['chat'], models: [] }))
      .key;
  };
  keys = { stays: await keyOf('stays'), leaves: await keyOf('leaves') };
  [gateway, worker] = (await Promise.all(
    ['gateway', 'worker'].map((name) =>
      startNode([join(root, `apps/${name}/main.ts`)], { env: environment }),
    ),
  )) as [StartedProcess, StartedProcess];
  await Promise.all([
    gateway.waitForLine(/gateway is ready/, 20_000),
    worker.waitForLine(/worker is ready/, 20_000),
  ]);
}, 40_000);

afterAll(async () => {
  await Promise.all([gateway.stop(), worker.stop()]);
  await Promise.all([former.close(), fresh.close(), mistral.close(), rows.close()]);
  await Promise.all([target.drop(), directory.remove()]);
});

async function ask(key: string) {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'Where?' }] }),
  });
  await response.text();
  return { status: response.status, model: response.headers.get('x-amas-model'), startedAt };
}

/** Callers who ask again and again until they are told to stop. */
function load(key: string, count: number) {
  const over = new AbortController();
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  const caller = async () => {
    while (!over.signal.aborted) answers.push(await ask(key));
  };
  const callers = Array.from({ length: count }, caller);
  return {
    answers,
    async stop() {
      over.abort();
      await Promise.all(callers);
    },
  };
}

const running = async () => await readConfigurations(rows.database);
const doctor = async () => {
  const { checks }: { checks: Check[] } = (
    await runAmas(['doctor', '--json', '--no-keys'], environment)
  ).json();
  return checks.filter(({ id }) => id === 'models-in-use');
};

/** Both processes tell the same, and it is as wanted. */
const agreed = async (models: readonly string[]) => {
  const [one, other, ...more] = await running();
  return (
    more.length === 0 &&
    one?.fingerprint === other?.fingerprint &&
    [one, other].every((each) => each?.problem === undefined && isDeepStrictEqual(each?.models, models))
  );
};

it('a revoked key, a rotated one, a removed provider and a changed policy hold in both processes within seconds, and no other request fails', async () => {
  const [groqModel, mistralModel] = ['groq/openai/gpt-oss-120b', 'mistral/mistral-medium-3-5'];
  const under = load(keys.stays, 4);
  const leaver = load(keys.leaves, 2);
  await eventually('answers come with the former key', () => former.requests.length > 8);
  await eventually('both are answered', () => leaver.answers.length > 4);
  expect((await runAmas(['key', 'revoke', 'leaves'], environment)).code).toBe(0);
  const revokedAt = performance.now();
  await eventually('a key is refused', () => leaver.answers.at(-1)?.status === 401);
  await leaver.stop();
  expect(new Set(leaver.answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
  const lastTaken = leaver.answers.filter(({ status }) => status === 200).at(-1)?.startedAt ?? 0;
  expect(lastTaken - revokedAt).toBeLessThan(1_100);
  const stored = join(directory.path, 'stored.yml');
  await writeFile(stored, 'where: { deny: [groq] }');
  expect((await runAmas(['route', 'set', stored], environment)).code).toBe(0);
  await eventually('the stored policy holds', () => mistral.requests.length > 8);
  expect((await runAmas(['route', 'undo'], environment)).code).toBe(0);
  await eventually('both tell what they use', () => agreed([groqModel, mistralModel]));

  await write('keys.env', [
    ...groqKey(fresh),
    ...mistralKey(),
    `AMAS_ROUTING=${join(directory.path, 'routing.yml')}`,
  ]);
  await eventually('answers come with the fresh key', () => fresh.requests.length > 8);
  const before = former.requests.length;
  const after = fresh.requests.length;
  await eventually('more are asked', () => fresh.requests.length > after + 8);
  expect(former.requests.length).toBe(before);

  // It can never match: nothing changes, whoever looks is told.
  await write('routing.yml', ['default: { where: { allow: [anthropic] } }']);
  await eventually(
    'both refuse it',
    async () => (await running()).filter((each) => each.problem).length === 2,
  );
  expect(await doctor()).toMatchObject([
    { status: 'fail', remedy: expect.stringContaining('can never match') as string },
    { status: 'fail' },
  ]);
  const checked = await runAmas(['config', 'check'], environment);
  expect([checked.code, checked.out]).toEqual([2, expect.stringContaining('can never match')]);

  await write('routing.yml', ['default: { where: { deny: [anthropic] } }']);
  await write('keys.env', [...mistralKey(), `AMAS_ROUTING=${join(directory.path, 'routing.yml')}`]);
  await eventually('both go on without groq', () => agreed([mistralModel]));
  const alone = mistral.requests.length;
  await eventually('mistral is asked', () => mistral.requests.length > alone + 4);
  expect(await doctor()).toMatchObject([{ status: 'ok' }]);

  await under.stop();
  expect(under.answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(new Set(under.answers.map(({ model }) => model))).toEqual(new Set([groqModel, mistralModel]));
  expect([...gateway.lines, ...worker.lines].join('\n')).not.toContain('gsk-');
}, 40_000);
