import type { Store } from '#prisma/client.ts';
import { findCompletions } from '#prisma/repositories/completions.ts';
import { findRuns, type RunRow } from '#prisma/repositories/executions.ts';

/** What cancelled work had done and what it cost, in plain words; empty for work that had not been planned. */
export async function cancelledAccount(store: Store, taskId: string): Promise<string> {
  const [runs, calls] = await Promise.all([findRuns(store, taskId), findCompletions(store, taskId)]);
  if (runs.length === 0) return 'Nothing had been looked at, and no model was asked.';
  const ended = runs.filter(({ status }) => status === 'finished' || status === 'failed');
  const begun = runs.filter((run) => !ended.includes(run) && run.startedAt !== null);
  const work = [
    ...(ended.length === 0 ? [] : [`${namesOf(ended)} had ended`]),
    ...(begun.length === 0 ? [] : [`${namesOf(begun)} was stopped at work`]),
    ...(ended.length + begun.length === 0 ? ['no agent had begun'] : []),
  ].join(', ');
  if (calls.length === 0) return `Until then ${work}; no call of a model had ended.`;
  const costs = calls.map(({ costUsd }) => costUsd?.toNumber());
  const known = costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
  const unknown = costs.filter((cost) => cost === undefined).length;
  const cut =
    unknown === 0
      ? ''
      : `; what ${unknown} of them cost is not known, because they were cut off or have no price`;
  return `Until then ${work}. Calls of models: ${calls.length}, for $${known.toFixed(4)}${cut}.`;
}

const namesOf = (runs: readonly RunRow[]): string => runs.map(({ agent }) => agent).join(' and ');
