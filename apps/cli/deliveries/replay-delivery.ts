import { countConnections } from '#prisma/connections.ts';
import type { Store } from '#prisma/client.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { restartDelivery } from '#prisma/repositories/deliveries.ts';
import { describeDelivery, type DeliveryDescription } from '#prisma/repositories/delivery-reads.ts';
import { findTask, openStatuses } from '#prisma/repositories/tasks.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { findId, unknownId } from '../data/find-id.ts';
import { withData, type Data } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

export interface ReplayOptions extends DataOptions {
  readonly force?: boolean;
}

export async function replayDelivery(cli: Cli, given: string, options: ReplayOptions): Promise<void> {
  const { delivery, hasWorker } = await withData(cli, options, async (data) => {
    const { store, pool } = data.database;
    const delivery = await findDelivery(store, given);
    if (!options.force) await refuseUnderWay(store, delivery);
    await restart(data, delivery);
    return { delivery, hasWorker: (await countConnections(pool, 'amas-worker')) > 0 };
  });
  const { id, status, restarts } = delivery;
  const { terminal } = cli;
  if (options.json) {
    const outcome = 'restarted';
    printJson(terminal, { delivery: id, outcome, previousStatus: status, restarts: restarts + 1 });
    return;
  }
  terminal.out(`Delivery ${id} was ${status} and starts again. Watch it with: amas show ${id}\n`);
  if (!hasWorker) terminal.err('No worker runs at the moment: it waits until one does (npm start).\n');
}

async function findDelivery(store: Store, given: string): Promise<DeliveryDescription> {
  const id = await findId(store, 'delivery', given);
  const delivery = id === undefined ? undefined : await describeDelivery(store, id);
  if (delivery) return delivery;
  throw await unknownId(store, 'delivery', given);
}

async function refuseUnderWay(store: Store, { id, status, taskId }: DeliveryDescription): Promise<void> {
  const task = taskId === null ? null : await findTask(store, taskId);
  const isWorkedOn = openStatuses.some((open) => open === task?.status);
  if (status !== 'received' && !isWorkedOn) return;
  const what = isWorkedOn ? `its task is ${task?.status}` : 'it waits for a worker';
  throw new WrongUse(
    `Delivery ${id} is still being processed: ${what}. Watch it with: amas show ${id}\nTo start it again all the same: --force`,
  );
}

/** The row, its job and who asked for it: one commit. */
async function restart({ jobs }: Data, delivery: DeliveryDescription): Promise<void> {
  const { id, organizationId, status, reason, taskId } = delivery;
  await jobs.transact(async (store, enqueue) => {
    await restartDelivery(store, id);
    await recordAudit(store, {
      organizationId,
      actor: cliActor(),
      action: 'delivery.replay',
      target: id,
      details: { status, reason, taskId },
    });
    await enqueue('delivery.process', { deliveryIds: [id] });
  });
}
