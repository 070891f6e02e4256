import { toCompletionRow } from '#jobs/completion-rows.ts';
import { genaiSpan } from '#jobs/genai-span.ts';
import { openSharedConnections } from '#jobs/shared-connections.ts';
import { systemClock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { createSpanExporter } from '#monitoring/otlp/span-exporter.ts';
import type { ServerConfig } from '#monitoring/server-config.ts';
import { createDatabaseBudget } from '#prisma/budget/database-budget.ts';
import type { Database } from '#prisma/client.ts';
import type { NewCompletion } from '#prisma/repositories/completions.ts';
import type { CompletionRecord } from '#providers/contract.ts';
import { redisState } from '#providers/router/redis-state.ts';
import { createRouter, type Router } from '#providers/router/router.ts';
import type { ModelSettings, ModelSource } from './config.ts';
import { followFiles } from './follow-files.ts';
import { followPlaces } from './follow-places.ts';
import { readConfiguration } from './read-configuration.ts';
import { tellAlert } from './tell-alert.ts';

/** The models of this process, their limits and the records of their calls. */
export interface Models {
  readonly router: Router;
  /** Before it nobody may be asked: what is stored for organizations and projects is not known. */
  ready(): Promise<void>;
  /** Reports what was spent, and gives back the money that no call holds. */
  close(): Promise<void>;
}

export interface ModelsGround {
  readonly database: Database;
  /** Keeps the record of a call; called once for each. */
  readonly keep: (row: NewCompletion, record: CompletionRecord) => void | Promise<void>;
  /** Where calls are told as spans, besides. */
  readonly traces: ServerConfig['traces'];
  /** What spans call this process: `amas-worker`. */
  readonly service: string;
  /** Told whenever other settings came into force. */
  readonly onSettings?: (settings: ModelSettings) => void;
}

export interface ConfiguredModels {
  /** How many may be asked as configured at the start; none without a key. */
  readonly candidates: number;
  /** On a database, whose limits and records all processes share. */
  open(ground: ModelsGround): Models;
}

/**
 * Opens the providers that have their settings, and reads the policies: what is wrong with them ends a start, before
 * anything is waited for. While the process runs, the files that hold them are followed.
 * @throws `providers.settings_invalid`, `providers.routing_invalid`
 */
export async function configureModels(
  {
    redisUrl,
    source,
    ...settings
  }: ModelSettings & { readonly source: ModelSource } & Pick<ServerConfig, 'redisUrl'>,
  log: Logger,
): Promise<ConfiguredModels> {
  const clock = systemClock;
  const first = await readConfiguration(settings, { log, clock });
  const mayGrow = source.envFile !== undefined;
  const isShared = redisUrl !== undefined && (first.routed.candidates.length > 0 || mayGrow);
  const shared = isShared ? await openSharedConnections(redisUrl, log) : undefined;
  return {
    candidates: first.routed.candidates.length,
    open({ database, keep, traces, service, onSettings }) {
      const spans = traces && createSpanExporter({ ...traces, service, log });
      const budget = createDatabaseBudget({ database, log });
      const places = followPlaces(database, log);
      const router = createRouter({
        ...first.routed,
        places: places.current,
        clock,
        log,
        ...(shared ? { shared: redisState(shared.commands, shared.subscriber, shared.prefix) } : {}),
        budget,
        onAlert: (alert) => void tellAlert({ database, clock, log }, alert),
        onRecord: (record, scope) => {
          spans?.add(genaiSpan(record, scope, clock.now()));
          return keep({ ...toCompletionRow(record, scope), budgetHolder: budget.holder }, record);
        },
      });
      const following = followFiles({ first, source, router, database, service, clock, log, onSettings });
      return {
        router,
        ready: places.ready,
        async close() {
          await places.close();
          await following.close();
          router.close();
          shared?.close();
          await budget.close();
          await spans?.close();
        },
      };
    },
  };
}
