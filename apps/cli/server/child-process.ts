import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from '#monitoring/logger.ts';
import type { ChildMessage } from '#monitoring/server-process.ts';

export type ServerName = 'hub' | 'worker' | 'gateway';

export interface ServerChild {
  /** Sends SIGTERM and waits; after the patience it is ended by force. */
  stop(patienceMs: number): Promise<void>;
}

const firstRestartMs = 500;
const longestRestartMs = 30_000;

/** Keeps one server process running: what crashes is started again, each time after a longer wait. */
export function keepRunning(options: {
  name: ServerName;
  environment: NodeJS.ProcessEnv;
  /** File descriptor of its standard output and error; those of this process when absent. */
  output: number | undefined;
  log: Logger;
  onMessage: (message: ChildMessage) => void;
}): ServerChild {
  let child: ChildProcess | undefined;
  let isStopping = false;
  let hasBeenReady = false;
  let restartMs = firstRestartMs;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    let hasFailed = false;
    child = fork(join(import.meta.dirname, '../..', options.name, 'main.ts'), {
      env: options.environment,
      // Of its own group: Ctrl-C in the terminal reaches the parent only, which stops the children in order.
      detached: true,
      stdio: ['ignore', options.output ?? 'inherit', options.output ?? 'inherit', 'ipc'],
      execArgv: [],
    });
    child.on('message', (message) => {
      const said = message as ChildMessage;
      if (said.kind === 'failed') hasFailed = true;
      if (said.kind === 'ready') {
        hasBeenReady = true;
        restartMs = firstRestartMs;
      }
      options.onMessage(said);
    });
    child.once('exit', (code, signal) => {
      // A first start that fails is for its person to mend; later ones may find the port free again.
      if (isStopping || (hasFailed && !hasBeenReady)) return;
      options.log.error(
        { process: options.name, code, signal, restartMs },
        'server process ended, it is started again',
      );
      timer = setTimeout(start, restartMs);
      restartMs = Math.min(restartMs * 2, longestRestartMs);
    });
  };
  start();
  return {
    stop: async (patienceMs) => {
      isStopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise<void>((done) => running.once('exit', () => done()));
      running.kill('SIGTERM');
      const force = setTimeout(() => running.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(force);
    },
  };
}
