import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntegrations, saveIntegration } from '#prisma/repositories/integrations.ts';
import { createSealer, createSealingKey } from '#prisma/sealing.ts';
import { checkSealer, verifySealer } from '#prisma/sealing-key.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import type { Variable } from '../configuration/variables.ts';

const former = createSealingKey();
const newest = createSealingKey();
const settings = {
  signingSecret: 'stored secret',
  botToken: 'xoxb-stored',
  apiUrl: 'https://slack.example/api/',
};
let directory: TempDirectory;
let target: TestDatabase;
let rows: Rows;

beforeAll(async () => {
  directory = await tempDirectory('config');
  target = await createTestDatabase();
  rows = await openRows(target.url);
  const sealer = createSealer(former);
  await verifySealer(rows.database, sealer);
  await saveIntegration(rows.database.store, sealer, rows.tenant, { platform: 'slack', settings });
});

afterAll(async () => {
  await rows.close();
  await target.drop();
  await directory.remove();
});

interface Checked {
  readonly valid: boolean;
  readonly variables: readonly Variable[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

async function check(environment: Readonly<Record<string, string>>) {
  const run = await runAmas(['config', 'check', '--json'], { AMAS_DATA_DIR: directory.path, ...environment });
  const checked: Checked = run.json();
  return { run, ...checked, variable: (name: string) => checked.variables.find((one) => one.name === name) };
}

describe('amas config check', () => {
  it('lists every value with its source; secrets as set or not set only', async () => {
    const { run, valid, variable, problems } = await check({
      OPENAI_API_KEY: 'sk-hush',
      REDIS_URL: 'redis://:hush@localhost:6379?password=hush',
      PORT: '',
    });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect({ valid, problems }).toEqual({ valid: true, problems: [] });
    expect(variable('PORT')).toEqual({
      name: 'PORT',
      of: 'amas',
      source: 'default',
      isSecret: false,
      value: '8000',
    });
    expect(variable('REDIS_URL')).toMatchObject({
      source: 'environment',
      value: 'redis://:***@localhost:6379?***',
    });
    expect(variable('OPENAI_API_KEY')).toEqual({
      name: 'OPENAI_API_KEY',
      of: 'openai',
      source: 'environment',
      isSecret: true,
      value: null,
    });
    expect(variable('SLACK_BOT_TOKEN')).toMatchObject({ source: 'unset', value: null });
    expect(run.out).not.toContain('hush');
  });

  it('shows an account of the database in place of what the environment says', async () => {
    const { run, variable } = await check({
      DATABASE_URL: target.url,
      AMAS_ENCRYPTION_KEY: former,
      SLACK_API_URL: 'https://other.example/',
    });
    expect(run.code).toBe(0);
    expect(variable('SLACK_API_URL')).toMatchObject({
      source: 'database',
      value: 'https://slack.example/api/',
    });
    expect(variable('SLACK_BOT_TOKEN')).toMatchObject({ source: 'database', isSecret: true, value: null });
    expect(run.out).not.toContain('stored');
  });

  it('names base URLs that a shared AMAS refuses, and knows the variables of routing', async () => {
    const run = await runAmas(['config', 'check', '--json'], {
      AMAS_DATA_DIR: '/nowhere',
      AMAS_MULTI_TENANT: 'true',
      AMAS_ROUTING: 'routing.yml',
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'http://10.0.0.1/v1',
    });
    expect(run.code).toBe(2);
    const { problems, warnings } = run.json() as { problems: string[]; warnings: string[] };
    expect(problems.toSorted()).toEqual([
      expect.stringContaining('The base URL of openai points into the private network'),
      expect.stringContaining("AMAS_ROUTING names routing.yml, which can't be read"),
    ]);
    expect(warnings.join()).not.toContain('AMAS_ROUTING');
  });

  it('tells all problems at once, without a value, and ends with 2', async () => {
    const { run, valid, problems } = await check({
      PORT: 'hush',
      DATABASE_URL: 'hush',
      AMAS_RECOVERY_MS: '5',
      AMAS_PROVIDERS: 'openai,clippy',
      GITHUB_APP_ID: '12',
      GROQ_API_KEY: 'hush',
      GROQ_BASE_URL: 'hush',
    });
    expect(run.code).toBe(2);
    expect(valid).toBe(false);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'PORT',
      'AMAS_PROVIDERS',
      'AMAS_RECOVERY_MS',
      'GITHUB_PRIVATE_KEY',
      'GITHUB_WEBHOOK_SECRET',
      'GROQ_BASE_URL',
    ]);
    expect(problems.join()).not.toContain('hush');
  });

  it('names variables that nothing reads, and what was probably meant', async () => {
    const { run, warnings } = await check({
      AMAS_DATA_DIRECTORY: 'x',
      SLACK_SIGNING_SECRT: 'x',
      HOME: '/root',
    });
    expect(run.code).toBe(0);
    expect(warnings).toEqual([
      'AMAS_DATA_DIRECTORY is read by nothing: did you mean AMAS_DATA_DIR?',
      'SLACK_SIGNING_SECRT is read by nothing: did you mean SLACK_SIGNING_SECRET?',
    ]);
  });

  it("does not complain about the variables of GitHub's own runner", async () => {
    const { warnings } = await check({ GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY_OWNER_ID: '1' });
    expect(warnings).toEqual([]);
  });

  it('goes on without the database, and says so', async () => {
    const { run, warnings } = await check({ DATABASE_URL: 'postgresql://127.0.0.1:1/amas' });
    expect(run.code).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('does not answer')]);
  });

  it('is a table for people', async () => {
    const run = await runAmas(['config', 'check'], {
      AMAS_DATA_DIR: directory.path,
      OPENAI_API_KEY: 'sk-hush',
    });
    expect(run.out).toMatch(/^OPENAI_API_KEY +openai +environment +\(secret, set\)$/m);
    expect(run.out).toContain('The configuration is valid.');
  });
});

describe('amas config rotate-key', () => {
  const rotate = (key: string) =>
    runAmas(['config', 'rotate-key', '--json'], { DATABASE_URL: target.url, AMAS_ENCRYPTION_KEY: key });

  it('refuses when the ring cannot open what is stored, and changes nothing', async () => {
    const run = await rotate(newest);
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('Put the former key back');
    expect(await checkSealer(rows.database, createSealer(former))).toBe('right');
  });

  it('seals everything with the first key: afterwards it alone opens all of it', async () => {
    const { store } = rows.database;
    expect((await rotate(`${newest},${former}`)).json()).toEqual({ resealed: 1 });
    const sealer = createSealer(newest);
    expect(await checkSealer(rows.database, sealer)).toBe('right');
    expect(await readIntegrations(rows.database, sealer)).toMatchObject([{ platform: 'slack', settings }]);
    expect((await rotate(newest)).json()).toEqual({ resealed: 0 });
    expect(await store.auditLog.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'encryption_key.rotate', details: { resealed: 1 } },
      { action: 'encryption_key.rotate', details: { resealed: 0 } },
    ]);
  });

  it('says what to do without a key', async () => {
    const run = await runAmas(['config', 'rotate-key'], {
      DATABASE_URL: target.url,
      AMAS_DATA_DIR: directory.path,
    });
    expect(run.code).toBe(2);
    expect(run.err).toContain('There is no encryption key');
  });
});
