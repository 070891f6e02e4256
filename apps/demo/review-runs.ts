import { NotFinished } from '#apps/cli/errors.ts';
import { readOutcome } from '#jobs/rows.ts';
import type { Store } from '#prisma/client.ts';
import { findRuns, type RunRow } from '#prisma/repositories/executions.ts';
import { findTask, openStatuses } from '#prisma/repositories/tasks.ts';
import { seconds } from './story.ts';

/** The agents' runs of a review that has ended; undefined before. Throws unless all of them did their work. */
export async function endedRuns(store: Store, taskId: string): Promise<readonly RunRow[] | undefined> {
  const task = await findTask(store, taskId);
  if (!task || openStatuses.some((status) => status === task.status)) return undefined;
  const runs = await findRuns(store, taskId);
  if (task.status !== 'finished') throw new NotFinished(`The review ${task.status}: ${task.reason}.`);
  if (runs.length === 0) throw new NotFinished('No agent took part in the review.');
  const failed = runs.find((run) => run.status !== 'finished');
  if (failed) {
    const where = 'The log has it as "job attempt failed".';
    throw new NotFinished(`The agent ${failed.agent} ${failed.status}: ${failed.reason}. ${where}`);
  }
  return runs;
}

/** `security found 6 in 0.21 s`. */
export function describeRun({ agent, outcome, startedAt, finishedAt }: RunRow): string {
  const count = outcome === null ? 0 : readOutcome(outcome).findings.length;
  const ms = (finishedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0);
  return `${agent} found ${count} in ${seconds(ms)}`;
}
