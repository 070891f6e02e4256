import { z } from 'zod';

const id = z.uuid();

interface JobDefinition<Payload extends z.ZodObject> {
  /** Jobs of `runs` may take minutes; those of `steps` take moments and must never wait behind them. */
  readonly queue: 'steps' | 'runs';
  readonly payload: Payload;
  readonly attempts: number;
  /** First wait before another attempt; doubles each time, with jitter. */
  readonly backoffMs: number;
  readonly timeoutMs: number;
}

const defineJob = <Payload extends z.ZodObject>(job: JobDefinition<Payload>) => job;

/**
 * The only declaration of jobs. Payloads hold ids only: rows carry the data, and handlers may run twice.
 * A field added later is optional, because jobs of the old version are in flight.
 */
export const catalog = {
  'delivery.process': defineJob({
    queue: 'steps',
    payload: z.object({ deliveryIds: z.array(id).min(1) }),
    attempts: 8,
    backoffMs: 500,
    timeoutMs: 60_000,
  }),
  'task.plan': defineJob({
    queue: 'steps',
    payload: z.object({ taskId: id }),
    // Two minutes in all: what a platform's short outage takes.
    attempts: 8,
    backoffMs: 1_000,
    timeoutMs: 120_000,
  }),
  'run.execute': defineJob({
    queue: 'runs',
    payload: z.object({ runId: id }),
    attempts: 4,
    backoffMs: 1_000,
    timeoutMs: 900_000,
  }),
  'task.finish': defineJob({
    queue: 'steps',
    payload: z.object({ taskId: id }),
    attempts: 6,
    backoffMs: 500,
    timeoutMs: 60_000,
  }),
  'reply.post': defineJob({
    queue: 'steps',
    payload: z.object({ replyId: id }),
    attempts: 10,
    backoffMs: 1_000,
    timeoutMs: 120_000,
  }),
} as const;

/** Begins the ids of jobs that the sweep adds. A failed one leaves the queue at once, so that its row can be tried again. */
export const sweptPrefix = 'sweep-';

export type JobName = keyof typeof catalog;
export type JobPayload<Name extends JobName> = z.infer<(typeof catalog)[Name]['payload']>;
export const queueNames = ['steps', 'runs'] as const;
export type QueueName = (typeof queueNames)[number];
