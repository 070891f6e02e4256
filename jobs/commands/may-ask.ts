import type { Authorisation, Command, Connection, PlatformEvent, Thread } from '#bots/contract.ts';
import { adviseDelivery } from '#prisma/repositories/deliveries.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { cancelTask } from '../cancel-tasks.ts';
import type { JobHost } from '../host.ts';
import { accessOf } from './access-of.ts';

export interface Asked {
  /** Where the words were written, when that is a thread beside the code. */
  readonly thread: Thread | undefined;
}

/**
 * Whether somebody may ask for what they ask, as the platform says now; undefined when not, and the task has ended. No
 * answer is posted then: a stranger must not be able to make the bot talk. Who asks why gets the remedy. A request that
 * is taken up is acknowledged at once, before any work.
 */
export async function mayAsk(
  host: JobHost,
  task: TaskRow,
  { event, connection }: { readonly event: PlatformEvent; readonly connection: Connection },
): Promise<Asked | undefined> {
  const { command } = event;
  if (!command) return { thread: undefined };
  const thread = event.thread ? await connection.thread?.(event) : undefined;
  const verdict = await judge(command, event, { connection, thread });
  if (verdict.allowed) {
    await connection.acknowledge?.(event);
    return { thread };
  }
  await host.jobs.transact(async (store, enqueue) => {
    await cancelTask({ store, enqueue }, task.id, verdict.reason);
    if (task.deliveryId) await adviseDelivery(store, task.deliveryId, verdict.remedy);
  });
  return undefined;
}

async function judge(
  command: Command,
  event: PlatformEvent,
  { connection, thread }: { readonly connection: Connection; readonly thread: Thread | undefined },
): Promise<Authorisation> {
  // Asked first: what people say to each other is nobody's request, whoever they are.
  if (command.isImplied && !thread?.isOwn) {
    const remedy = 'Begin with `/amas` to ask for something in a thread of others.';
    return { allowed: false, reason: 'rules.thread_of_others', remedy };
  }
  return (await connection.authorise?.(event, accessOf(command))) ?? { allowed: true };
}
