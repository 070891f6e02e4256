import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe } from 'vitest';
import { startProgram, type StartedProcess } from './process.ts';
import { tempDirectory } from './temp-directory.ts';

/** A real Redis on loopback that keeps nothing on disk. */
export interface Redis {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, by default as a crash does. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, empty; ends it first when it runs. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const version = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
const isInstalled = version.status === 0;

/** `describe` for tests that need Redis. Without the program they are skipped, and the name says why. */
export function describeWithRedis(name: string, tests: () => void): void {
  describe.skipIf(!isInstalled)(isInstalled ? name : `${name} (skipped: no redis-server on the PATH)`, tests);
}

/** Undefined when `redis-server` is not installed. */
export async function startRedis(): Promise<Redis | undefined> {
  if (!isInstalled) return undefined;
  const directory = await tempDirectory('redis');
  let { port, server } = await startOnSomePort(directory.path);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill: async (signal = 'SIGKILL') => void (await server.kill(signal)),
    restart: async () => {
      await server.kill('SIGKILL');
      server = await startOn(port, directory.path);
    },
    stop: async () => {
      await server.stop();
      await directory.remove();
    },
  };
}

/** The port that the system just gave and took back may go to another process first: then another is asked for. */
async function startOnSomePort(directory: string): Promise<{ port: number; server: StartedProcess }> {
  for (let tries = 5; ; tries -= 1) {
    const port = await somePort();
    try {
      return { port, server: await startOn(port, directory) };
    } catch (error) {
      if (tries === 1) throw error;
    }
  }
}

async function somePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function startOn(port: number, directory: string): Promise<StartedProcess> {
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = await startProgram('redis-server', settings);
  try {
    await server.waitForLine(/Ready to accept connections/);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
