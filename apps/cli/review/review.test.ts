import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testRepository, type TestRepository } from '#test/support/git-repository.ts';
import { launchAmas } from '#test/support/launch-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';

const vulnerable =
  "import { exec } from 'node:child_process';\nexport const list = (request) => exec(`ls ${request.query.name}`);\n";
const harmless = 'export const one = 1;\n';

let folder: TempDirectory;
let bad: TestRepository;
let good: TestRepository;

beforeAll(async () => {
  folder = await tempDirectory('review');
  bad = change('bad', { 'src/list files.ts': vulnerable, 'logo.png': new Uint8Array([0, 1]) });
  good = change('good', { 'src/one.ts': harmless });
  change('old', { 'src/list.ts': vulnerable }).commit();
});
afterAll(() => folder.remove());

function change(name: string, files: Readonly<Record<string, string | Uint8Array>>): TestRepository {
  const made = testRepository(join(folder.path, name));
  made.write('README.md', 'x\n');
  made.commit();
  made.git('switch', '--quiet', '--create', 'feature');
  for (const [file, content] of Object.entries(files)) made.write(file, content);
  return made;
}

describe('exit codes', () => {
  it.each<[string, readonly string[], number]>([
    ['0 when nothing was found', ['good'], 0],
    ['1 when a finding reaches the threshold', ['bad'], 1],
    ['0 when no finding may block', ['bad', '--fail-on', 'never'], 0],
    ['2 for an unknown option', ['good', '--fromat', 'json'], 2],
    ['2 for an unknown format', ['good', '--format', 'xml'], 2],
    ['1 when a tracked file has a finding, whatever changed', ['old', '--all'], 1],
    ['2 for everything compared with something', ['good', '--all', '--base', 'main'], 2],
    ['2 for a base that does not exist', ['good', '--base', 'mian'], 2],
    ['2 for a path that does not exist', ['nowhere'], 2],
    ['2 for a folder that is no repository', ['.'], 2],
    ['2 for an output that cannot be written', ['good', '--output', 'no/such/folder/x'], 2],
  ])('%s', async (_case, args, code) => {
    const run = await launchAmas(['review', ...args], { cwd: folder.path });
    expect(run.code).toBe(code);
    if (code !== 2) return;
    expect(run.out).toBe('');
    expect(run.err).toMatch(/^amas: /);
    expect(run.err).not.toMatch(/\n\s+at /);
  });

  it('2 with every wrong variable of the environment, before any work', async () => {
    const run = await launchAmas(['review'], { cwd: good.path, environment: { LOG_LEVEL: 'loud' } });
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining('LOG_LEVEL') });
  });

  it('a stack is shown only to those who debug', async () => {
    const run = await launchAmas(['review', 'nowhere'], { environment: { LOG_LEVEL: 'debug' } });
    expect(run.err).toMatch(/apps\.wrong_use: .*\n\s+at /);
  });
});

describe('what is written where', () => {
  it('progress goes to standard error, the report to standard output', async () => {
    const run = await launchAmas(['review'], { cwd: bad.path });
    expect(run.err).toContain('Reviewing the working tree against main');
    expect(run.err).toContain('No model is asked');
    expect(run.err).not.toContain('\u001b');
    expect(run.out).toContain('CRITICAL');
    expect(run.out).not.toContain('Reviewing');
  });

  it('--quiet says nothing beside the report', async () => {
    expect((await launchAmas(['review', '--quiet'], { cwd: bad.path })).err).toBe('');
  });

  it('--output takes the report away from standard output', async () => {
    const file = join(folder.path, 'report.json');
    const run = await launchAmas(['review', '--format', 'json', '--output', file], { cwd: bad.path });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ conclusion: 'reviewed' });
  });

  it('colours show only when they are asked for, or on a terminal', async () => {
    const plain = await launchAmas(['review'], { cwd: bad.path });
    const forced = await launchAmas(['review'], { cwd: bad.path, environment: { FORCE_COLOR: '1' } });
    const refused = await launchAmas(['review'], { cwd: bad.path, environment: { NO_COLOR: '1' } });
    expect(plain.out).not.toContain('\u001b');
    expect(refused.out).not.toContain('\u001b');
    expect(forced.out).toContain('\u001b[31m');
  });
});

describe('formats', () => {
  it('pretty shows the line, what goes wrong, what was not looked at, and ends with a summary and a hint', async () => {
    const { out } = await launchAmas(['review', '--quiet'], { cwd: bad.path });
    expect(out).toContain('src/list files.ts:2\n');
    expect(out).toMatch(/^> 2 │ export const list/m);
    expect(out).toContain('logo.png  binary');
    const [title, compared, hint] = out.trimEnd().split('\n').slice(-3);
    expect(title).toMatch(/^✗ 1 critical finding in 1 file; 1 not looked at in full · No model asked/);
    expect(compared).toContain('against main');
    expect(hint).toContain('--fail-on');
  });

  it('json holds exactly the keys that scripts rely on', async () => {
    const { out } = await launchAmas(['review', '--format', 'json'], { cwd: bad.path });
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(report)).toEqual([
      'conclusion',
      'files',
      'findings',
      'models',
      'costUsd',
      'durationMs',
      'agents',
      'notes',
    ]);
    expect(report).toMatchObject({
      conclusion: 'reviewed',
      models: [],
      costUsd: 0,
      files: [
        { path: 'logo.png', status: 'skipped', reason: 'binary' },
        { path: 'src/list files.ts', status: 'reviewed', reason: null },
      ],
      findings: [
        {
          severity: 'critical',
          agent: 'security',
          location: { path: 'src/list files.ts', line: 2, side: 'new' },
        },
      ],
    });
  });

  it('markdown starts with the verdict and tells each finding with its detail', async () => {
    const { out } = await launchAmas(['review', '--format', 'markdown'], { cwd: bad.path });
    expect(out.split('\n')[0]).toBe('### 1 critical finding in 1 file; 1 not looked at in full');
    expect(out).toContain('`src/list files.ts:2`');
    expect(out).toContain('  Pass the program and its arguments as a list');
  });
});

describe('edges', () => {
  it('a change without files is said to be empty, with what to try', async () => {
    const made = testRepository(join(folder.path, 'empty'));
    made.write('a.ts', harmless);
    made.commit();
    const run = await launchAmas(['review'], { cwd: made.path });
    expect(run.code).toBe(0);
    expect(run.out).toContain('Nothing to review: the change is empty');
    expect(run.out).toContain('--base HEAD~1');
  });

  it('a change of deleted files alone is not called reviewed and does not fail', async () => {
    const made = testRepository(join(folder.path, 'deleted'));
    made.write('a.ts', harmless);
    made.commit();
    made.remove('a.ts');
    const run = await launchAmas(['review', '--json'], { cwd: made.path });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ conclusion: 'not-reviewed' });
  });

  it('a change of which nothing could be looked at ends with 3', async () => {
    const made = change('huge', { 'data.ts': 'x'.repeat(17_000_000) });
    const run = await launchAmas(['review'], { cwd: made.path });
    expect(run.code).toBe(3);
    expect(run.out).toContain('data.ts  too large');
  });

  it('names and code with terminal commands are shown, not obeyed', async () => {
    const made = change('escape', { '\u001b[2Jx.ts': `${vulnerable}// \u001b]0;owned\u0007\u202e\n` });
    const { out } = await launchAmas(['review'], { cwd: made.path });
    expect(out).toContain('\\u{001b}[2Jx.ts:2');
    for (const hidden of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(hidden);
  });
});

describe('with the key of a provider', () => {
  let server: Server | undefined;
  const asked: string[] = [];

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    asked.length = 0;
  });

  /** Speaks just enough of OpenAI's chat completions; `undefined` never answers. */
  async function provider(answer: unknown): Promise<Record<string, string>> {
    server = createServer((request, response) => {
      const reply = async () => {
        asked.push(await text(request));
        if (answer === undefined) return;
        response.setHeader('content-type', 'application/json').end(
          JSON.stringify({
            model: 'stand-in',
            choices: [{ finish_reason: 'stop', message: { content: JSON.stringify(answer) } }],
            usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
          }),
        );
      };
      void reply();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { OPENAI_API_KEY: 'sk-for-tests', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  }

  const remark = {
    path: 'src/one.ts',
    side: 'new',
    line: 1,
    endLine: null,
    quote: 'export const one = 1;',
    severity: 'high',
    category: 'security',
    title: 'One is not enough',
    detail: 'Two are.',
    suggestion: 'export const one = 2;',
    confidence: 0.8,
  };

  it('the model reads the change, and its finding, name and cost are told', async () => {
    const environment = await provider({ findings: [remark] });
    const run = await launchAmas(['review', '--format', 'json'], { cwd: good.path, environment });
    expect(run.err).toMatch(/Code is sent to openai\//);
    expect(run.err).not.toContain('sk-for-tests');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.join()).toContain('export const one');
    const report = JSON.parse(run.out) as { models: string[]; costUsd: number; findings: unknown[] };
    expect(report.models).toEqual([expect.stringMatching(/^openai\//)]);
    expect(report.costUsd).toBeGreaterThan(0);
    expect(report.findings).toEqual([
      expect.objectContaining({ rule: 'model/security', title: 'One is not enough' }),
    ]);
    expect(run.code).toBe(1);
  });

  it('--no-model asks nobody', async () => {
    const environment = await provider({ findings: [remark] });
    const run = await launchAmas(['review', '--no-model'], { cwd: good.path, environment });
    expect(asked).toEqual([]);
    expect(run.err).toContain('because of --no-model');
    expect(run.code).toBe(0);
  });

  it('a wrong setting is named by its variable', async () => {
    const environment = { OPENAI_API_KEY: 'sk-for-tests', OPENAI_BASE_URL: 'nonsense' };
    const run = await launchAmas(['review'], { cwd: good.path, environment });
    expect(run.code).toBe(2);
    expect(run.err).toContain('OPENAI_BASE_URL');
    expect(run.err).not.toContain('sk-for-tests');
  });

  it('Ctrl-C ends a review at once, as shells expect', async () => {
    const environment = await provider(undefined);
    const run = await launchAmas(['review'], {
      cwd: good.path,
      environment,
      stop: { at: /the model reads/, signal: 'SIGINT' },
    });
    expect(run).toMatchObject({ code: 130, out: '' });
    expect(run.err).toContain('amas: stopped');
  });
});
