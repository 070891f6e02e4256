import type { ServerResponse } from 'node:http';
import type { CompletionRecord } from '#providers/contract.ts';

/** What a call came to, in the headers of its answer. A cost that is not known is no number. */
export function tellRecord(response: ServerResponse, record: CompletionRecord): void {
  response.setHeader('x-amas-model', `${record.provider}/${record.model}`);
  response.setHeader('x-amas-cost-usd', record.costUsd ?? 'unknown');
  response.setHeader('x-amas-cache', record.decision.cache);
  response.setHeader('x-amas-overhead-ms', record.decision.overheadMs.toFixed(2));
}
