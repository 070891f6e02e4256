import { toCompletionRow } from '#jobs/completion-rows.ts';
import type { ModelBinding } from '#jobs/host.ts';
import { systemClock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import type { Database } from '#prisma/client.ts';
import { recordCompletion } from '#prisma/repositories/completions.ts';
import type { Model } from '#providers/contract.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { createRouter } from '#providers/router/router.ts';
import type { WorkerConfig } from './config.ts';

/** The models of this process, their limits and the records of their calls. */
export interface ModelBinder {
  bind(binding: ModelBinding): Model;
  /** Reports what was spent, and gives back the money that no call holds. */
  close(): Promise<void>;
}

/**
 * Reads the settings of the providers; what it returns opens them on a database, whose limits and records they share
 * with all processes. Undefined when no provider has a key, so that answers can say that none was asked.
 */
export async function createModelBinder(
  config: Pick<WorkerConfig, 'providers' | 'providerOrder'>,
  log: Logger,
): Promise<((database: Database) => ModelBinder) | undefined> {
  const candidates = await candidatesFrom(config.providers, {
    order: config.providerOrder,
    log,
    clock: systemClock,
  });
  if (candidates.length === 0) return undefined;
  return (database) => {
    const budget = createDatabaseBudget({ database, log });
    const router = createRouter({
      candidates,
      clock: systemClock,
      log,
      budget,
      onRecord: (record, scope) =>
        recordCompletion(database.store, {
          ...toCompletionRow(record, scope),
          budgetHolder: budget.holder,
        }),
    });
    return { bind: (binding) => router.bind(binding), close: () => budget.close() };
  };
}
