import type { Store } from '../client.ts';

export interface Failures {
  readonly deliveries: { readonly failed: number; readonly quarantined: number };
  readonly tasks: number;
  readonly replies: number;
}

/** What failed for good since then and waits for a person. */
export async function countFailures(store: Store, since: Date): Promise<Failures> {
  const countDeliveries = (status: string) =>
    store.delivery.count({ where: { status, receivedAt: { gte: since } } });
  const [failed, quarantined, tasks, replies] = await Promise.all([
    countDeliveries('failed'),
    countDeliveries('quarantined'),
    store.task.count({ where: { status: 'failed', createdAt: { gte: since } } }),
    store.reply.count({ where: { status: 'failed', updatedAt: { gte: since } } }),
  ]);
  return { deliveries: { failed, quarantined }, tasks, replies };
}
