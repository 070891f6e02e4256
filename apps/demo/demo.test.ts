import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '#prisma/embedded/binaries.ts';
import { findEmbeddedPostgres } from '#prisma/embedded/server.ts';
import { eventually } from '#test/support/eventually.ts';
import { startNode, startProgram, type StartedProcess } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

const main = join(root, 'apps/demo/main.ts');
const started: StartedProcess[] = [];

async function startDemo(data: string, ...args: readonly string[]): Promise<StartedProcess> {
  const demo = await startNode([main, ...args], { env: environmentOf(data) });
  started.push(demo);
  return demo;
}

/** Keys of whoever runs the tests, and what a developer may have set, must make no difference. */
const environmentOf = (data: string) => ({
  AMAS_DATA_DIR: data,
  PORT: undefined,
  NO_COLOR: '1',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
  OPENAI_API_KEY: 'sk-of-the-user',
  GITHUB_APP_ID: '1',
});

/** What still runs for a data folder: its servers carry the folder in their environment. */
function runningFor(data: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && about(name, 'environ').includes(`AMAS_DATA_DIR=${data}`))
    .map((name) => about(name, 'cmdline').replaceAll('\0', ' '))
    .filter((command) => command !== '');
}

function about(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

async function expectNothingLeft(data: string): Promise<void> {
  expect(runningFor(data)).toEqual([]);
  expect(await findEmbeddedPostgres(join(data, 'demo'))).toBeUndefined();
  expect(existsSync(join(data, 'demo', 'amas.pid'))).toBe(false);
}

async function expectExit(child: StartedProcess, code: number): Promise<void> {
  const exit = await child.exit;
  expect(exit, child.lines.join('\n')).toEqual({ code, signal: null });
}

afterAll(async () => {
  await Promise.all(started.map((demo) => demo.stop()));
});

describe('the demo, in a folder that nobody else may enter', { timeout: 60_000 }, () => {
  let data: TempDirectory;
  let port8000: Server;
  /** Where PostgreSQL keeps its data: as root that is outside of the folder. */
  let database: string | undefined;

  beforeAll(async () => {
    data = await tempDirectory('demo');
    // Fails when the port is taken already, which is as good.
    port8000 = createServer().on('error', () => {});
    port8000.listen(8_000, '127.0.0.1');
  });

  afterAll(async () => {
    port8000.close();
    await Promise.all(started.map((demo) => demo.stop()));
    await (await findEmbeddedPostgres(join(data.path, 'demo')))?.stop();
    await data.remove();
    if (database !== undefined) await rm(database, { recursive: true, force: true });
  });

  it('tells the whole story once, and leaves nothing running', async () => {
    const demo = await startDemo(data.path, '--once');
    await demo.waitForLine(/Everything is stopped/, 60_000);
    const stoppedAt = performance.now();
    await expectExit(demo, 0);
    expect(performance.now() - stoppedAt, 'ms that something kept it alive').toBeLessThan(3_000);
    const text = demo.lines.join('\n');
    for (const line of [
      /Port 8000 is taken, so the hub listens on \d+\./,
      /✓ webhook pull_request\.opened, signed: HTTP 200 in \d+ ms, accepted/,
      /✓ check run "AMAS" shows on the pull request/,
      /✓ agents: code found [1-9]\d* in .*, security found [1-9]\d* in/,
      /[\d.]+ s from the webhook to the posted review/,
      /Check run AMAS: failure, 1 critical, \d+ high/,
      /No model asked/,
      /│ src\/orders\.ts:\d+ +High: /,
      /✓ acknowledged with HTTP 200 in \d+ ms/,
      // What was true when the message was posted: planning may be over by then.
      /after .* s {2}⏳ Review (started|under way)/,
      /after .* s {2}⚠️ 1 critical, \d+ high/,
      /✓ same delivery .*: HTTP 200 in \d+ ms, duplicate/,
      /✓ no second task, nothing new on GitHub or Slack/,
      /The story is complete/,
      /Everything is stopped/,
    ]) {
      expect(text).toMatch(line);
    }
    expect(text).not.toContain('\u001b');
    await expectNothingLeft(data.path);
  });

  it('that was killed in mid-story leaves nothing that the next one trips over', async () => {
    const demo = await startDemo(data.path);
    await demo.waitForLine(/signed: HTTP 200/);
    await demo.kill('SIGKILL');
    database = await dataDirectoryOf(data.path);
    await eventually('the servers to follow their parent', () => runningFor(data.path).length === 0, {
      timeoutMs: 30_000,
    });
  });

  it('stays up until Ctrl-C, with pages and commands that work', async () => {
    const demo = await startDemo(data.path);
    await demo.waitForLine(/It stays up/, 60_000);
    const text = demo.lines.join('\n');
    const urls = [...text.matchAll(/^ {5}(http\S+) {2}/gm)].map((match) => match[1] ?? '');
    expect(urls).toHaveLength(4);
    for (const url of urls) expect((await fetch(url)).status, url).toBe(200);
    const commands = [...text.matchAll(/^ {5}npx amas ((?:deliveries|show|why) .*?) {2}/gm)];
    expect(commands).toHaveLength(3);
    await Promise.all(commands.map(([, command = '']) => expectToSucceed(command)));
    void demo.kill('SIGINT');
    await expectExit(demo, 0);
    await expectNothingLeft(data.path);
  });

  it('that is stopped while it starts tidies up, too', async () => {
    const demo = await startDemo(data.path);
    await demo.waitForLine(/✓ stand-ins/);
    void demo.kill('SIGINT');
    await expectExit(demo, 130);
    await expectNothingLeft(data.path);
  });
});

async function expectToSucceed(command: string): Promise<void> {
  const cli = await startNode([join(root, 'apps/cli/bin/amas.js'), ...command.split(' ')]);
  await expectExit(cli, 0);
}

async function dataDirectoryOf(data: string): Promise<string | undefined> {
  const server = await findEmbeddedPostgres(join(data, 'demo'));
  const client = new Client({ connectionString: server?.url });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  await client.end();
  return rows[0]?.data_directory;
}

const nobody = 65_534;
const asNobody = ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', process.execPath];
const setpriv = 'setpriv';

/** Why the demo cannot be tried as another user here; undefined when it can. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may become another user';
  const tried = spawnSync(setpriv, [...asNobody, '--eval', 'fs.readFileSync(process.argv[1])', main], {
    cwd: '/',
  });
  return tried.status === 0 ? undefined : 'no setpriv, or others may not enter this folder';
}

const reason = obstacle();

describe('an ordinary user', { timeout: 60_000 }, () => {
  it.skipIf(reason !== undefined)(
    reason === undefined ? 'sees the whole story' : `sees the whole story (skipped: ${reason})`,
    async () => {
      // What `npm ci` of that user would have left writable: the links beside PostgreSQL's libraries.
      await findBinaries(false);
      const data = await tempDirectory('demo-user');
      await chown(data.path, nobody, nobody);
      const demo = await startProgram(setpriv, [...asNobody, main, '--once'], {
        env: { ...environmentOf(data.path), HOME: data.path },
      });
      started.push(demo);
      await expectExit(demo, 0);
      expect(demo.lines.join('\n')).toContain('The story is complete');
      await expectNothingLeft(data.path);
      await data.remove();
    },
  );
});

it.each([
  ['--help', 0, /Usage: npm run demo/],
  ['--ones', 2, /Unknown option '--ones'\. See: npm run demo -- --help/],
])('%s ends with %i and says what to do', async (option, code, text) => {
  const demo = await startDemo('unused', option);
  await expectExit(demo, code);
  expect(demo.lines.join('\n')).toMatch(text);
});
