import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startNode, type StartedProcess } from '#test/support/process.ts';

const script = `
  import { listenForStop } from './apps/cli/stop-signal.ts';
  const { signal } = listenForStop();
  signal.addEventListener('abort', () => console.log('tidying up'));
  setInterval(() => {}, 1e6);
  console.log('up');`;

let child: StartedProcess;
afterEach(() => child.stop(0));

it('one Ctrl-C that arrives twice lets the program tidy up, a second one ends it', async () => {
  child = await startNode(['--input-type=module', '--eval', script]);
  await child.waitForLine(/up/);
  process.kill(child.pid, 'SIGINT');
  process.kill(child.pid, 'SIGINT');
  await child.waitForLine(/tidying up/);
  const isOver = await Promise.race([child.exit.then(() => true), wait(400, false)]);
  expect(isOver).toBe(false);
  await expect(child.kill('SIGINT')).resolves.toEqual({ code: 130, signal: null });
});
