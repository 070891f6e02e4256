import { codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Metrics } from '#monitoring/metrics.ts';
import { mayPass, type WriteObserver } from './write-bisecting.ts';

/**
 * Measures writes, and logs when an outage begins and when it ends: a database that is down fails thousands of batches
 * a second, and one line says it. A row at fault is logged with its own request.
 */
export function createIngestObserver(
  metrics: Pick<Metrics, 'ingestBatchRows' | 'ingestCommit'>,
  log: Logger,
): WriteObserver {
  let failedWrites = 0;
  return {
    written(rows, durationMs) {
      metrics.ingestBatchRows.observe(rows);
      metrics.ingestCommit.observe(durationMs / 1_000);
      if (failedWrites > 0) log.info({ failedWrites }, 'deliveries are stored again');
      failedWrites = 0;
    },
    failed(error, rows) {
      if (!mayPass(error)) return;
      failedWrites += 1;
      if (failedWrites > 1) return;
      log.warn(
        { code: codeOf(error), err: error, rows },
        'deliveries cannot be stored, senders are told to retry',
      );
    },
  };
}
