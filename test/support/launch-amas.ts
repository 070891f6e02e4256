import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './repository.ts';

export interface AmasExit {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface AmasLaunch {
  readonly cwd?: string;
  /** The whole environment besides PATH: keys and settings of the machine never reach a test. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The program that runs the launcher; this process's Node when absent. */
  readonly node?: string;
  /** Sent to the launcher when its standard error first matches. */
  readonly stop?: { readonly at: RegExp; readonly signal: NodeJS.Signals };
}

/** Runs `amas` as a user does: its launcher, in a process of its own, until the end. */
export async function launchAmas(args: readonly string[], options: AmasLaunch = {}): Promise<AmasExit> {
  const child = spawn(options.node ?? process.execPath, [join(root, 'apps/cli/bin/amas.js'), ...args], {
    cwd: options.cwd ?? root,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { stop } = options;
  if (stop) {
    let seen = '';
    child.stderr.on('data', (chunk: Buffer) => {
      const before = stop.at.test(seen);
      seen += chunk.toString('utf8');
      if (!before && stop.at.test(seen)) child.kill(stop.signal);
    });
  }
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, out, err };
}
