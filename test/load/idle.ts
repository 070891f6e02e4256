import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { startProgram } from '#test/support/process.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';
import { root } from '#test/support/repository.ts';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const settleMs = 5_000;

/** Time to ready and memory at rest of `npm start` on embedded defaults, measured at its second start. */
export async function benchIdle(print: (line: string) => void): Promise<void> {
  const directory = await tempDirectory('bench-idle');
  const start = async () => {
    const startedAt = performance.now();
    const server = await startProgram(process.execPath, [join(root, 'apps/cli/bin/amas.js'), 'start'], {
      env: { AMAS_DATA_DIR: directory.path, PORT: '0' },
    });
    await server.waitForLine(/^ready /, 30_000);
    return { server, readyMs: performance.now() - startedAt };
  };
  try {
    const first = await start();
    await first.server.stop(20_000);
    const { server, readyMs } = await start();
    await wait(settleMs);
    const children = await Promise.all(['hub', 'worker'].map((name) => residentMb(server.pid, name)));
    const total = children.reduce((sum, child) => sum + child, 0);
    print(
      `ready ${first.readyMs.toFixed(0)} ms after the first start (with initdb), ${readyMs.toFixed(0)} ms after the second`,
    );
    print(`at rest: hub ${children[0]} MB, worker ${children[1]} MB, together ${total} MB resident`);
    await server.stop(20_000);
  } finally {
    await directory.remove();
  }
}

async function residentMb(parent: number, name: string): Promise<number> {
  const pids = execFileSync('ps', ['--ppid', String(parent), '-o', 'pid=,args='], { encoding: 'utf8' });
  const line = pids.split('\n').find((text) => text.includes(`apps/${name}/main.ts`)) ?? '';
  const status = await readFile(`/proc/${line.trim().split(' ')[0]}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}
