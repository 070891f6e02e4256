import { Decimal } from 'decimal.js';
import type { Store } from '#prisma/client.ts';
import { findCompletions } from '#prisma/repositories/completions.ts';
import { findTask } from '#prisma/repositories/tasks.ts';
import { readLimits } from '../rows.ts';

/** What a task may still cost by its own limit, in US dollars. */
export async function mostUsdOf(store: Store, taskId: string): Promise<string> {
  const task = await findTask(store, taskId);
  if (!task) return '0';
  const spent = (await findCompletions(store, taskId)).reduce(
    (sum, { costUsd }) => sum.plus(costUsd?.toString() ?? 0),
    new Decimal(0),
  );
  return Decimal.max(0, new Decimal(readLimits(task.limits).maxCostUsd).minus(spent)).toString();
}
