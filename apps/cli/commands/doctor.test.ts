import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub } from '#apps/hub/test-hub.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { openDatabase } from '#prisma/client.ts';
import { saveIntegration } from '#prisma/repositories/integrations.ts';
import { createSealer, createSealingKey } from '#prisma/sealing.ts';
import { verifySealer } from '#prisma/sealing-key.ts';
import { startCohereStandIn } from '#test/stand-ins/providers/cohere.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import { startPerplexityStandIn } from '#test/stand-ins/providers/perplexity.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { describeWithRedis, startRedis, type Redis } from '#test/support/redis.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import type { Check } from '../doctor/check.ts';

const key = createSealingKey();
let directory: TempDirectory;
let target: TestDatabase;
let rows: Rows;

beforeAll(async () => {
  directory = await tempDirectory('doctor');
  target = await createTestDatabase();
  rows = await openRows(target.url);
  await verifySealer(rows.database, createSealer(key));
});

afterAll(async () => {
  await rows.close();
  await target.drop();
  await directory.remove();
});

interface Diagnosis {
  readonly status: Check['status'];
  readonly checks: readonly Check[];
}

async function diagnose(environment: Readonly<Record<string, string>> = {}) {
  const run = await runAmas(['doctor', '--json'], {
    DATABASE_URL: target.url,
    AMAS_DATA_DIR: directory.path,
    AMAS_ENCRYPTION_KEY: key,
    PORT: '1',
    ...environment,
  });
  const { status, checks }: Diagnosis = run.json();
  return { run, status, check: (id: string) => checks.find((check) => check.id === id), checks };
}

it('prints one document; without a failure it ends with 0 whatever the warnings', async () => {
  const { run, status, checks } = await diagnose();
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(status).toBe('warn');
  for (const check of checks) {
    expect(check).toEqual({
      id: expect.any(String),
      status: expect.stringMatching(/^(ok|warn|fail)$/),
      message: expect.any(String),
      remedy: check.status === 'ok' ? null : expect.any(String),
    });
  }
  const well = checks.filter((check) => check.status === 'ok').map(({ id }) => id);
  expect(well).toEqual(
    expect.arrayContaining([
      'data-folder',
      'database',
      'clock',
      'migrations',
      'queue-tables',
      'encryption-key',
      'failures',
    ]),
  );
});

it('people read one line per check, and what to do', async () => {
  const run = await runAmas(['doctor'], {
    DATABASE_URL: target.url,
    AMAS_DATA_DIR: directory.path,
    PORT: '1',
  });
  expect(run.out).toMatch(/^ok +migrations +All migrations are applied$/m);
  expect(run.out).toMatch(/^warn +hub +No hub answers at http:\/\/127\.0\.0\.1:1\n +→ Start it: npm start$/m);
  expect(run.out).toMatch(/No check failed: \d+ warnings\.\n$/);
});

describe('a check fails, and the command ends with 1, when', () => {
  it('the configuration is wrong', async () => {
    const { run, check } = await diagnose({ PORT: 'eighty', REDIS_URL: 'nowhere' });
    expect(run.code).toBe(1);
    expect(check('configuration')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/PORT[\s\S]*/),
    });
    expect(check('configuration')?.message).toContain('REDIS_URL');
  });

  it('the database does not answer', async () => {
    const { run, check } = await diagnose({ DATABASE_URL: 'postgresql://127.0.0.1:1/amas' });
    expect(run.code).toBe(1);
    expect(check('database')?.remedy).toContain('127.0.0.1:1/amas does not answer');
  });

  it('migrations are missing', async () => {
    const empty = await createEmptyDatabase();
    const { run, check } = await diagnose({ DATABASE_URL: empty.url });
    await empty.drop();
    expect(run.code).toBe(1);
    expect(check('migrations')).toMatchObject({ status: 'fail', remedy: 'Run: amas migrate' });
  });

  it('the key is not the one that the database was sealed with', async () => {
    const { run, check } = await diagnose({ AMAS_ENCRYPTION_KEY: createSealingKey() });
    expect(run.code).toBe(1);
    expect(check('encryption-key')?.status).toBe('fail');
    expect(check('encryption-key')?.remedy).toContain('Put the former key back');
  });

  it('the data folder is a file', async () => {
    const path = join(directory.path, 'file');
    await writeFile(path, '');
    const { check } = await diagnose({ AMAS_DATA_DIR: path });
    expect(check('data-folder')?.status).toBe('fail');
  });

  it('a platform is configured by half: the missing variables are named', async () => {
    const { run, check } = await diagnose({ SLACK_SIGNING_SECRET: 'hush hush' });
    expect(run.code).toBe(1);
    expect(check('slack')).toMatchObject({ status: 'fail', remedy: 'SLACK_BOT_TOKEN is not set.' });
    expect(run.out).not.toContain('hush');
  });

  it('a provider is configured wrongly', async () => {
    const { check } = await diagnose({ OPENAI_API_KEY: 'sk-hush', OPENAI_BASE_URL: 'api.openai.com' });
    expect(check('openai')?.remedy).toContain('OPENAI_BASE_URL is wrong');
  });

  it('a model has no price that anybody knows, or an address that is forbidden', async () => {
    const { check } = await diagnose({
      AMAS_MULTI_TENANT: 'true',
      OPENAI_API_KEY: 'sk-hush',
      OPENAI_BASE_URL: 'http://10.0.0.7/v1',
    });
    expect(check('models')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('points into the private network') as string,
    });
    const huggingFace = { HF_TOKEN: 'hf-hush', HF_BASE_URL: 'http://127.0.0.1:9' };
    const unpriced = await diagnose(huggingFace);
    expect(unpriced.check('prices')).toMatchObject({ status: 'fail' });
    expect(unpriced.check('prices')?.remedy).toContain('prices: { hugging-face/openai/gpt-oss-120b:');
  });
});

describe('what is well is said', () => {
  it('platforms and providers with their settings', async () => {
    const { check } = await diagnose({
      SLACK_SIGNING_SECRET: 'a',
      SLACK_BOT_TOKEN: 'xoxb-1',
    });
    expect(check('slack')).toMatchObject({ status: 'ok', message: 'Slack is connected by the environment' });
  });

  it('keys are proven at their vendors, or left alone when that is wished', async () => {
    const [openai, cohere, perplexity] = await Promise.all([
      startOpenaiStandIn(),
      startCohereStandIn(),
      startPerplexityStandIn(),
    ]);
    const environment = {
      OPENAI_API_KEY: openai.apiKey,
      OPENAI_BASE_URL: openai.baseUrl,
      OPENAI_MODEL: 'gpt-6.1-tera',
      CO_API_KEY: 'sk-hush',
      COHERE_BASE_URL: cohere.baseUrl,
      PERPLEXITY_API_KEY: perplexity.apiKey,
      PERPLEXITY_BASE_URL: perplexity.baseUrl,
      GROQ_API_KEY: 'gsk_hush',
      GROQ_BASE_URL: 'http://127.0.0.1:9/openai/v1',
    };
    const { run, check } = await diagnose(environment);
    expect(run.code).toBe(1);
    expect(check('openai')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('Did you mean gpt-6.1-terra?'),
    });
    expect(check('cohere')).toMatchObject({
      status: 'fail',
      remedy: expect.stringContaining('Check the key'),
    });
    expect(check('perplexity')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('short answer'),
    });
    expect(check('groq')).toMatchObject({
      status: 'warn',
      remedy: expect.stringContaining('could not be reached'),
    });
    expect(run.out).not.toContain('hush');
    expect([openai, cohere, perplexity].map(({ requests }) => requests.length)).toEqual([0, 0, 1]);

    const alone = await runAmas(['doctor', '--json', '--no-keys'], {
      ...environment,
      AMAS_DATA_DIR: directory.path,
      PORT: '1',
    });
    const checks: readonly Check[] = (alone.json() as Diagnosis).checks;
    expect(checks.find(({ id }) => id === 'models')?.message).toContain('(not tried)');
    expect(perplexity.requests).toHaveLength(1);
    await Promise.all([openai.close(), cohere.close(), perplexity.close()]);
  });

  it('an account in the database wins over the environment', async () => {
    const other = await createTestDatabase();
    const others = await openRows(other.url);
    const sealer = createSealer(key);
    await verifySealer(others.database, sealer);
    await saveIntegration(others.database.store, sealer, others.tenant, {
      platform: 'slack',
      settings: { signingSecret: 'a', botToken: 'xoxb-1' },
    });
    const { check } = await diagnose({ DATABASE_URL: other.url, SLACK_SIGNING_SECRET: 'half' });
    await others.close();
    await other.drop();
    expect(check('slack')).toMatchObject({ status: 'ok', message: 'Slack is connected by the database' });
  });

  it('a worker by its connection', async () => {
    const worker = openDatabase({
      url: target.url,
      maxConnections: 1,
      applicationName: 'amas-worker',
      log: silentLogger(),
    });
    await worker.pool.query('select 1');
    const { check } = await diagnose();
    await worker.close();
    expect(check('worker')?.status).toBe('ok');
  });
});

describe('the hub', () => {
  it('is asked whether it is ready', async () => {
    const hub = await startTestHub();
    const { check } = await diagnose({ PORT: String(hub.port) });
    await hub.close();
    expect(check('hub')).toMatchObject({ status: 'ok', message: `AMAS 1.2.3 at ${hub.url} is ready` });
  });

  it('that is not ready says why', async () => {
    const hub = await startTestHub({
      readiness: { database: () => Promise.reject(new Error('down')) },
    });
    const { check } = await diagnose({ PORT: String(hub.port) });
    await hub.close();
    expect(check('hub')).toMatchObject({ status: 'fail', remedy: expect.stringContaining('database: ') });
  });

  it('is told from another program on its port', async () => {
    const other: Server = createServer((_request, response) => response.end('{"status":"fine"}'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { check } = await diagnose({ PORT: String((other.address() as AddressInfo).port) });
    other.close();
    expect(check('hub')).toMatchObject({ status: 'fail', remedy: expect.stringContaining('Set PORT') });
  });
});

it('what failed lately is counted, with the command that shows it', async () => {
  const other = await createTestDatabase();
  const others = await openRows(other.url);
  await others.delivery({ event: 'ping' }, { status: 'failed', reason: 'jobs.timeout' });
  await others.delivery({ event: 'ping' }, { status: 'quarantined', reason: 'invalid_json' });
  const { check } = await diagnose({ DATABASE_URL: other.url });
  await others.close();
  await other.drop();
  expect(check('failed-deliveries')).toMatchObject({
    status: 'warn',
    message: 'Deliveries that failed in the last 7 days: 1',
  });
  expect(check('unreadable-deliveries')?.remedy).toBe('See: amas deliveries --status quarantined');
  expect(check('failures')).toBeUndefined();
});

it('nothing is started or made where nothing was', async () => {
  const run = await runAmas(['doctor', '--json'], { AMAS_DATA_DIR: join(directory.path, 'new'), PORT: '1' });
  const { checks }: Diagnosis = run.json();
  expect(run.code).toBe(0);
  expect(checks.find(({ id }) => id === 'database')).toMatchObject({
    status: 'warn',
    remedy: expect.stringContaining('npm start'),
  });
});

describeWithRedis('Redis', () => {
  let redis: Redis | undefined;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(async () => {
    await redis?.stop();
  });

  it('that keeps every job is well; one that forgets them at a restart is a warning', async () => {
    const { check } = await diagnose({ REDIS_URL: redis?.url ?? '' });
    expect(check('redis')).toMatchObject({ status: 'ok', message: expect.stringMatching(/^Redis \d/) });
    expect(check('redis-memory')?.status).toBe('ok');
    expect(check('redis-persistence')?.status).toBe('warn');
  });

  it('that does not answer fails', async () => {
    const { run, check } = await diagnose({ REDIS_URL: 'redis://:hush@127.0.0.1:1' });
    expect(run.code).toBe(1);
    expect(check('redis')).toMatchObject({ status: 'fail', message: expect.stringContaining('127.0.0.1:1') });
    expect(run.out).not.toContain('hush');
  });
});
