import { createDeliveryProcess } from './delivery-process/handler.ts';
import type { JobHost } from './host.ts';
import { createReplyPost } from './reply-post/handler.ts';
import { createRunExecute } from './run-execute/handler.ts';
import { createTaskFinish } from './task-finish/handler.ts';
import { createTaskPlan } from './task-plan/handler.ts';
import type { JobHandlers } from './worker.ts';

export function createHandlers(host: JobHost): JobHandlers {
  return {
    'delivery.process': createDeliveryProcess(host),
    'task.plan': createTaskPlan(host),
    'run.execute': createRunExecute(host),
    'task.finish': createTaskFinish(host),
    'reply.post': createReplyPost(host),
  };
}
