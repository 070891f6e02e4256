import { toCompletionRow } from '#jobs/completion-rows.ts';
import { systemClock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import type { Database } from '#prisma/client.ts';
import type { NewCompletion } from '#prisma/repositories/completions.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { loadRouting } from '#providers/router/policy/load-routing.ts';
import { createRouter, type Router } from '#providers/router/router.ts';
import type { ModelSettings } from './config.ts';

/** The models of this process, their limits and the records of their calls. */
export interface Models {
  readonly router: Router;
  /** Reports what was spent, and gives back the money that no call holds. */
  close(): Promise<void>;
}

export interface ModelsGround {
  readonly database: Database;
  /** Keeps the record of a call; called once for each. */
  readonly keep: (row: NewCompletion) => void | Promise<void>;
}

export interface ConfiguredModels {
  /** How many may be asked; none without a key. */
  readonly candidates: number;
  /** On a database, whose limits and records all processes share. */
  open(ground: ModelsGround): Models;
}

/**
 * Opens the providers that have their settings, and reads the policies: what is wrong with them ends a start, before
 * anything is waited for.
 * @throws `providers.settings_invalid`, `providers.routing_invalid`
 */
export async function configureModels(
  { providers, providerOrder, routingFile }: ModelSettings,
  log: Logger,
): Promise<ConfiguredModels> {
  const [candidates, routing] = await Promise.all([
    candidatesFrom(providers, { order: providerOrder, log, clock: systemClock }),
    loadRouting(routingFile),
  ]);
  return {
    candidates: candidates.length,
    open({ database, keep }) {
      const budget = createDatabaseBudget({ database, log });
      const router = createRouter({
        candidates,
        clock: systemClock,
        log,
        routing,
        budget,
        onRecord: (record, scope) => keep({ ...toCompletionRow(record, scope), budgetHolder: budget.holder }),
      });
      return {
        router,
        async close() {
          router.close();
          await budget.close();
        },
      };
    },
  };
}
