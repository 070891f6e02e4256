import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startNode, startProgram, type StartedProcess } from './process.ts';
import { root } from './repository.ts';

const started: StartedProcess[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop(0)));
});

async function run(script: string, env: Record<string, string | undefined> = {}): Promise<StartedProcess> {
  const child = await startNode(['--eval', script], { env });
  started.push(child);
  return child;
}

/** A zombie counts as dead: how soon it is reaped is up to the system's init. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !readFileSync(status, 'utf8').includes(') Z ');
}

test('a line that came before and one that comes later are both found, on either stream', async () => {
  const child = await run(
    `console.log('early 1'); setTimeout(() => console.error('late 2'), 50); setInterval(() => {}, 1e6)`,
  );
  expect((await child.waitForLine(/late (\d)/))[1]).toBe('2');
  expect((await child.waitForLine(/early (\d)/))[1]).toBe('1');
});

test('waiting for a line fails at once, with the output, when the process ends', async () => {
  const child = await run(`console.log('no port free'); process.exitCode = 3`);
  await expect(child.waitForLine(/ready/)).rejects.toThrow(
    /it ended with 3 before a line matched \/ready\/[^]*no port free/,
  );
  await expect(child.exit).resolves.toEqual({ code: 3, signal: null });
});

test('waiting for a line fails with the output when time runs out', async () => {
  const child = await run(`console.log('still starting'); setInterval(() => {}, 1e6)`);
  await child.waitForLine(/starting/);
  await expect(child.waitForLine(/ready/, 50)).rejects.toThrow(/50 ms passed[^]*still starting/);
});

test('stop lets the process end by itself, and a process that will not is ended by force', async () => {
  const polite = await run(
    `process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1e6)`,
  );
  const stubborn = await run(
    `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1e6)`,
  );
  await Promise.all([polite.waitForLine(/up/), stubborn.waitForLine(/up/)]);
  await expect(polite.stop()).resolves.toEqual({ code: 7, signal: null });
  await expect(stubborn.stop(50)).resolves.toEqual({ code: null, signal: 'SIGKILL' });
});

test('a grandchild outlives the kill of its parent, as in production, but not the stop', async () => {
  const child = await run(`
    const { pid } = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' });
    console.log('grandchild ' + pid);
    setInterval(() => {}, 1e6)`);
  const grandchild = Number((await child.waitForLine(/grandchild (\d+)/))[1]);
  await expect(child.kill('SIGKILL')).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  expect(isAlive(grandchild)).toBe(true);
  await child.stop();
  await eventually('the end of the grandchild', () => !isAlive(grandchild));
});

test.each(['process.exit()', `process.kill(process.pid, 'SIGKILL')`])(
  'a child does not outlive a test process that ends by %s',
  async (ending) => {
    const script = `
    import { startProgram } from './test/support/process.ts';
    const child = await startProgram('sleep', ['600']);
    console.log(child.pid);
    ${ending};`;
    const parent = await startNode(['--input-type=module', '--eval', script]);
    started.push(parent);
    const pid = Number((await parent.waitForLine(/^\d+$/))[0]);
    await parent.exit;
    await eventually('the end of the forgotten child', () => !isAlive(pid));
  },
);

test('an environment variable can be given and taken away', async () => {
  const child = await run('console.log(process.env.GIVEN + String(process.env.HOME))', {
    GIVEN: 'yes ',
    HOME: undefined,
  });
  await child.waitForLine(/^yes undefined$/);
});

test('a program that does not exist rejects at the start', async () => {
  await expect(startProgram('no-such-program', [])).rejects.toMatchObject({ code: 'ENOENT' });
});

test('children run in the root of the repository', async () => {
  const child = await run('console.log(process.cwd())');
  await child.exit;
  expect(child.lines).toEqual([root]);
});
