import type { ChildProcess } from 'node:child_process';
import type { Logger } from './logger.ts';
import type { ChildMessage } from './server-process.ts';

export interface KeptProcess {
  /** Sends SIGTERM and waits; after the patience it is ended by force. */
  stop(patienceMs: number): Promise<void>;
}

export interface KeepRunningOptions {
  /** For the log. */
  readonly name: string;
  readonly fork: () => ChildProcess;
  readonly log: Logger;
  readonly onMessage: (message: ChildMessage) => void;
}

const firstRestartMs = 500;
const longestRestartMs = 30_000;

/** Keeps one server process running: what crashes is started again, each time after a longer wait. */
export function keepRunning({ name, fork, log, onMessage }: KeepRunningOptions): KeptProcess {
  let child: ChildProcess | undefined;
  let isStopping = false;
  let hasBeenReady = false;
  let restartMs = firstRestartMs;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    let hasFailed = false;
    child = fork();
    child.on('message', (message) => {
      const said = message as ChildMessage;
      if (said.kind === 'failed') hasFailed = true;
      if (said.kind === 'ready') {
        hasBeenReady = true;
        restartMs = firstRestartMs;
      }
      onMessage(said);
    });
    child.once('exit', (code, signal) => {
      // A first start that fails is for its person to mend; later ones may find the port free again.
      if (isStopping || (hasFailed && !hasBeenReady)) return;
      log.error({ process: name, code, signal, restartMs }, 'server process ended, it is started again');
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
