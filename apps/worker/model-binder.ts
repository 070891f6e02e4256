import type { ModelBinding } from '#jobs/host.ts';
import { systemClock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Model } from '#providers/contract.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { createRouter } from '#providers/router/router.ts';
import type { WorkerConfig } from './config.ts';

/** The model as runs get it; undefined when no provider has a key, so that answers can say that none was asked. */
export async function createModelBinder(
  config: Pick<WorkerConfig, 'providers' | 'providerOrder'>,
  log: Logger,
): Promise<((binding: ModelBinding) => Model) | undefined> {
  const candidates = await candidatesFrom(config.providers, {
    order: config.providerOrder,
    log,
    clock: systemClock,
  });
  if (candidates.length === 0) return undefined;
  const router = createRouter({ candidates, clock: systemClock, log });
  return ({ onRecord, ...binding }) => router.bind({ ...binding, onRecord });
}
