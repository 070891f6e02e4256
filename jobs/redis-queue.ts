import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { redisPrefix } from './backend.ts';
import { catalog, queueNames, type JobName, type JobPayload } from './catalog.ts';
import { jobOptions } from './job-options.ts';
import type { EnqueueOptions, QueueReading } from './queue.ts';

export interface RedisQueues {
  add<Name extends JobName>(name: Name, payload: JobPayload<Name>, extra?: EnqueueOptions): Promise<void>;
  readings(): Promise<QueueReading[]>;
  close(): Promise<void>;
}

/** Commands fail at once while Redis is away: a request must not hang on it. */
export function openRedisQueues(url: string): RedisQueues {
  const connection = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  connection.on('error', () => {});
  const queues = queueNames.map((name) => {
    const queue = new Queue(name, { connection, prefix: redisPrefix });
    queue.on('error', () => {});
    return queue;
  });
  return {
    add: async (name, payload, extra = {}) => {
      const queue = queues.find((candidate) => candidate.name === catalog[name].queue);
      await queue?.add(name, payload, {
        ...jobOptions(name),
        ...(extra.jobId === undefined ? {} : { jobId: extra.jobId }),
        ...(extra.delayMs === undefined ? {} : { delay: extra.delayMs }),
      });
    },
    readings: async () => (await Promise.all(queues.map(readQueue))).flat(),
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

async function readQueue(queue: Queue): Promise<QueueReading[]> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  const [oldest] = await queue.getJobs(['waiting'], 0, 0, true);
  return Object.entries(counts).map(([state, jobs]) => ({
    queue: queue.name as QueueReading['queue'],
    state,
    jobs,
    ...(state === 'waiting' && oldest
      ? { oldestAgeSeconds: Math.max(0, Date.now() - oldest.timestamp) / 1_000 }
      : {}),
  }));
}
