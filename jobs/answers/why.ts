import type { Store } from '#prisma/client.ts';
import { listDeliveries } from '#prisma/repositories/delivery-reads.ts';
import { findRepliesOf } from '#prisma/repositories/replies.ts';
import { listTasks } from '#prisma/repositories/tasks.ts';

/** One thing that happened about a subject, newest first. */
export interface WhyEntry {
  readonly at: string;
  readonly what: string;
  readonly status: string;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly taskId: string | null;
}

const limit = 10;

/**
 * What became of the latest events about a URL: every one has a status, and every "no" a reason.
 * @param projectId whose events; all of them for the operator, who leaves it out.
 */
export async function explainWhy(store: Store, url: string, projectId?: string): Promise<WhyEntry[]> {
  const subjectUrl = normaliseUrl(url);
  const filter = { subjectUrl, ...(projectId === undefined ? {} : { projectId }) };
  const latest = await listDeliveries(store, filter, { limit: 3 * limit });
  // The echo of every comment AMAS writes explains nothing.
  const deliveries = latest.filter(({ reason }) => !reason?.endsWith('.own_event')).slice(0, limit);
  const tasks = await listTasks(store, filter, { limit });
  const unposted = new Map(
    (
      await findRepliesOf(
        store,
        tasks.map(({ id }) => id),
      )
    )
      .filter(({ status }) => status === 'failed')
      .map(({ taskId, reason }) => [taskId, reason]),
  );
  const told = (task: (typeof tasks)[number] | undefined) => toldOf(task, unposted);
  const outcomeOf = new Map(tasks.map((task) => [task.id, task]));
  const seen = new Set(deliveries.map((delivery) => delivery.taskId));
  return [
    ...deliveries.map((delivery) => {
      const task = delivery.taskId === null ? undefined : outcomeOf.get(delivery.taskId);
      return {
        at: delivery.receivedAt.toISOString(),
        what: `${delivery.platform} ${delivery.event}`,
        status: task ? `${delivery.status}, ${told(task).status}` : delivery.status,
        reason: delivery.reason ?? told(task).reason,
        remedy: delivery.remedy ?? told(task).remedy,
        taskId: delivery.taskId,
      };
    }),
    ...tasks
      .filter((task) => !seen.has(task.id))
      .map((task) => ({
        at: task.createdAt.toISOString(),
        what: `${task.platform} ${task.instructions.split(' ')[0] ?? ''}`,
        ...told(task),
        taskId: task.id,
      })),
  ].toSorted((one, other) => other.at.localeCompare(one.at));
}

/** A task whose answer the platform did not take ended all the same; whoever waits for it must learn why it is missing. */
function toldOf(
  task: { readonly id: string; readonly status: string; readonly reason: string | null } | undefined,
  unposted: ReadonlyMap<string, string | null>,
): Pick<WhyEntry, 'status' | 'reason' | 'remedy'> {
  if (!task) return { status: '', reason: null, remedy: null };
  const status = `task ${task.status}`;
  const lost = unposted.get(task.id);
  if (lost === undefined) return { status, reason: task.reason, remedy: null };
  return {
    status: `${status}, its answer could not be posted`,
    reason: task.reason ?? lost,
    remedy: `The platform refused the answer${lost === null ? '' : ` (${lost})`}: check that the App is installed with the rights it needs and that the conversation takes comments, then ask again with \`/amas review\`.`,
  };
}

/** Pages below a pull request or an issue (`/files`, `#discussion…`) speak of it. */
function normaliseUrl(url: string): string {
  const match = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+\/(?:pull|issues)\/\d+)/.exec(url);
  return match?.[1] ?? url;
}

export function whyMarkdown(url: string | undefined, entries: readonly WhyEntry[]): string {
  if (url === undefined) return 'Say which pull request: `why https://github.com/owner/repository/pull/1`';
  if (entries.length === 0) {
    return `No event about ${url} has reached AMAS. Check in the platform's webhook settings that deliveries arrive and are answered with 200.`;
  }
  return entries
    .map((entry) => {
      const reason = entry.reason === null ? '' : ` (\`${entry.reason}\`)`;
      return `- ${entry.at.slice(0, 19).replace('T', ' ')} UTC · ${entry.what} · **${entry.status}**${reason}${entry.remedy === null ? '' : ` — ${entry.remedy}`}`;
    })
    .join('\n');
}
