import cluster from 'node:cluster';
import { keepRunning, type KeptProcess } from '#monitoring/keep-running.ts';
import type { Logger } from '#monitoring/logger.ts';
import { tellParent, type ChildMessage } from '#monitoring/server-process.ts';
import { gatherMetrics } from '#monitoring/shared-metrics.ts';

/** Longer than the gateway lets answers under way end. */
const stopPatienceMs = 15_000;

/**
 * Runs the gateway in several processes that share its port: one process uses one core. They share what the processes of
 * several machines share, the same way: through the database, and through Redis where there is one. The others follow
 * once the first is ready, so that what is wrong with the settings is told once. Returns how to stop.
 */
export function startProcesses(count: number, log: Logger): () => Promise<void> {
  gatherMetrics();
  const kept: KeptProcess[] = [];
  const stop = async () => {
    await Promise.all(kept.map((child) => child.stop(stopPatienceMs)));
  };
  const start = (name: string, onMessage: (message: ChildMessage) => void) =>
    kept.push(keepRunning({ name, fork: () => cluster.fork().process, log, onMessage }));
  let isReady = false;
  start('gateway 1', (message) => {
    if (isReady) return;
    if (message.kind === 'failed') {
      tellParent(message);
      process.exit(1);
    }
    if (message.kind !== 'ready') return;
    isReady = true;
    tellParent({ kind: 'ready' });
    for (let number = 2; number <= count; number += 1) start(`gateway ${number}`, () => undefined);
  });
  return stop;
}
